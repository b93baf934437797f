import fc from 'fast-check';
import {
  describePause,
  everythingPaused,
  pauseFor,
  pauseIn,
  pauseScopes,
  withoutPause,
  withPause,
  type PauseScope,
  type StandingPause,
} from '../../federation/pauses';

const now = new Date('2027-01-05T02:00:00.000Z');
const since = '2027-01-04T08:00:00.000Z';
const pause = (scope: PauseScope, reason = 'a migration'): StandingPause => ({ scope, reason, by: 'somebody', since });
const everything = 'everything';

const organizationalUnits = {
  'r-ab12': '/',
  'ou-ab12-prod0000': '/Workloads/Prod',
  'ou-ab12-workload': '/Workloads',
  'ou-ab12-workload2': '/Workloads2',
};
const facts = { id: '444444444444', name: 'payments', organizationalUnit: '/Workloads/Prod', tags: {} };
const held = (scope: PauseScope, policies: readonly (string | undefined)[] = ['workloads']): boolean =>
  pauseIn(facts, { organizationalUnits }, policies, [pause(scope)]) !== undefined;

describe('what a pause holds up', () => {
  it.each<readonly [string, PauseScope, boolean]>([
    ['everything', everything, true],
    ['its account', 'account:444444444444', true],
    ['another account', 'account:333333333333', false],
    ['its unit', 'organizational-unit:ou-ab12-prod0000', true],
    ['a unit above its own', 'organizational-unit:ou-ab12-workload', true],
    ['the root', 'organizational-unit:r-ab12', true],
    ['a unit whose path only begins alike', 'organizational-unit:ou-ab12-workload2', false],
    ['a unit that is no more', 'organizational-unit:ou-ab12-deleted0', false],
    ['its policy', 'policy:workloads', true],
    ['another policy', 'policy:sandbox', false],
  ])('%s', (_, scope, isHeld) => {
    expect(held(scope)).toBe(isHeld);
  });

  it('is nothing of an account where a policy alone is paused', () => {
    expect(held('policy:workloads', [])).toBe(false);
    expect(held('policy:workloads', [undefined])).toBe(false);
  });

  it('takes in whatever cannot be told to be without', () => {
    const unknown = { account: facts.id };
    expect(pauseFor(unknown, [pause('policy:any')])).toBeDefined();
    expect(pauseFor(unknown, [pause('organizational-unit:ou-ab12-workload')])).toBeDefined();
    expect(pauseFor(unknown, [pause('account:333333333333')])).toBeUndefined();
    expect(pauseFor(unknown, [])).toBeUndefined();
  });

  it('is told of an account by its units, up to the root', () => {
    expect(pauseScopes(facts, { organizationalUnits }, ['b', undefined, 'a', 'b'])).toEqual([
      'organizational-unit:ou-ab12-prod0000',
      'organizational-unit:ou-ab12-workload',
      'organizational-unit:r-ab12',
      'policy:b',
      'policy:a',
    ]);
  });
});

describe('a list of pauses', () => {
  const scopes = fc.constantFrom<PauseScope[]>('everything', 'account:111111111111', 'policy:a', 'policy:b');
  const lists = fc
    .array(scopes)
    .map((all) => all.reduce<readonly StandingPause[]>((list, one) => withPause(list, pause(one)), []));

  it('is as before where one comes and goes that was not there', () => {
    fc.assert(
      fc.property(lists, scopes, (list, scope) => {
        const without = withoutPause(list, scope);
        expect(withoutPause(withPause(without, pause(scope)), scope)).toEqual(without);
      }),
    );
  });

  it('has a scope once, whoever pauses it twice', () => {
    fc.assert(
      fc.property(lists, scopes, (list, scope) => {
        const once = withPause(list, pause(scope));
        expect(withPause(once, pause(scope))).toEqual(once);
        expect(withoutPause(once, scope)).toHaveLength(once.length - 1);
      }),
    );
  });

  it('has the last reason, and the first time', () => {
    const later = { ...pause(everything, 'it goes on'), by: 'another', since: '2027-01-05T00:00:00.000Z' };
    expect(withPause([pause(everything)], later)).toEqual([{ ...later, since }]);
  });
});

it('is told in a sentence', () => {
  expect(describePause(pause('organizational-unit:ou-ab12-workload'))).toBe(
    'Writes are paused for the organizational unit ou-ab12-workload since 2027-01-04T08:00:00.000Z, by somebody (a migration).',
  );
});

it('is everything where nobody can tell', () => {
  expect(everythingPaused('it cannot be read', now)).toEqual([
    { scope: everything, reason: 'it cannot be read', by: 'oidc-factory', since: now.toISOString() },
  ]);
});
