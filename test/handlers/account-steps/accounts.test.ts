import type { FailureReport } from '../../../federation/outcomes';
import { AccountWorld, account, issuer, now, placeholder, role, trust } from '../ports';

const vended = (changes: object = {}) => ({
  trigger: 'account-vended',
  roleName: undefined,
  accountName: 'payments',
  organizationalUnitId: 'ou-ab12-workload',
  ...changes,
});
const fresh = '777777777777';

describe('account.inspect', () => {
  it('believes the event where the lock file does not know the account', async () => {
    const world = new AccountWorld();
    expect(await world.run('account.inspect', {}, vended({ account: fresh }))).toEqual({ verdict: 'in-scope' });
    expect(world.table.accounts.get(fresh)).toEqual({
      id: fresh,
      name: 'payments',
      organizationalUnit: '/Workloads',
      tags: {},
      bootstrap: { begunAt: now },
    });
  });

  it('does not let an event overrule the lock file', async () => {
    const world = new AccountWorld();
    const event = vended({ organizationalUnitId: 'ou-ab12-sandbox0' });
    expect(await world.run('account.inspect', {}, event)).toEqual({ verdict: 'in-scope' });
  });

  it('says what to do where the unit is not in the lock file', async () => {
    const world = new AccountWorld();
    const event = vended({ organizationalUnitId: 'ou-ab12-unknown0' });
    await expect(world.run('account.inspect', {}, event)).rejects.toThrow(/oidc-factory lock/);
    expect(world.table.accounts.size).toBe(0);
  });

  it('leaves an excluded account out', async () => {
    const world = new AccountWorld();
    expect(await world.run('account.inspect', {}, vended({ account: '333333333333' }))).toEqual({
      verdict: 'out-of-scope',
    });
  });
});

describe('account.awaitAccess', () => {
  it('fails until the access role can be assumed', async () => {
    const world = new AccountWorld();
    world.notReady = true;
    await expect(world.run('account.awaitAccess', {}, vended())).rejects.toMatchObject({ name: 'AccountNotReady' });
    world.notReady = false;
    expect(await world.run('account.awaitAccess', {}, vended())).toEqual({ access: 'granted' });
  });

  it('fails until the stack has brought the provider, and makes none before it', async () => {
    const world = new AccountWorld();
    world.iam.providers.clear();
    await expect(world.run('account.awaitAccess', {}, vended())).rejects.toMatchObject({ name: 'AccountNotReady' });
    expect(world.iam.writes).toEqual([]);
  });
});

describe('provider.ensure', () => {
  it('makes a provider that is not there, once', async () => {
    const world = new AccountWorld();
    world.iam.providers.clear();
    expect(await world.run('provider.ensure', {}, vended())).toEqual({ providers: 1 });
    await world.run('provider.ensure', {}, vended());
    expect(world.iam.writes).toEqual([`create ${issuer}`]);
    expect(world.audiences).toEqual([placeholder]);
  });

  it('puts the standing audience back beside the others', async () => {
    const world = new AccountWorld();
    world.iam.providers.set(issuer, new Set(['somebody-elses']));
    await world.run('provider.ensure', {}, vended());
    expect(world.audiences).toEqual(['somebody-elses', placeholder]);
  });

  it.each([
    ['excluded', '333333333333'],
    ['in no target', '666666666666'],
    ['unknown', fresh],
  ])('touches no account that is %s, whatever the workflow asked before', async (_what, id) => {
    const world = new AccountWorld();
    world.iam.providers.clear();
    expect(await world.run('provider.ensure', {}, vended({ account: id }))).toEqual({ providers: 0 });
    expect([world.opened, world.iam.writes]).toEqual([[], []]);
  });
});

describe('account.onboardRoles', () => {
  it('asks for every role that trusts a managed provider, and no other', async () => {
    const world = new AccountWorld();
    world.iam.roles.set('imported', role({ name: 'imported', trustPolicy: trust('foreign') }));
    world.iam.roles.set('service', role({ name: 'service', trustPolicy: '{"Statement":[]}' }));
    world.iam.roles.set('broken', role({ name: 'broken', trustPolicy: '{' }));
    expect(await world.run('account.onboardRoles', {}, vended())).toEqual({ roles: 2 });
    expect(world.requested.map(({ roleName }) => roleName)).toEqual(['web-deployer', 'imported']);
    expect(world.requested.every(({ observedAt }) => observedAt === now)).toBe(true);
  });

  it('names a request after event and role, so that another list of roles changes no name', async () => {
    const world = new AccountWorld();
    const event = vended({ id: 'x'.repeat(64) });
    await world.run('account.onboardRoles', {}, event);
    world.iam.roles.clear();
    world.iam.roles.set('a-deployer', role({ name: 'a-deployer' }));
    world.iam.roles.set('web-deployer', role());
    await world.run('account.onboardRoles', {}, event);
    await world.run('account.onboardRoles', {}, vended({ id: 'another' }));
    const [first, a, second, , other] = world.requested.map(({ id }) => id);
    expect(second).toBe(first);
    expect(new Set([first, a, other]).size).toBe(3);
    for (const { id } of world.requested) expect(id).toMatch(/^[A-Za-z0-9-]{1,64}$/);
  });
});

describe('account.announce', () => {
  it('says how many providers and roles there are', async () => {
    const world = new AccountWorld();
    await world.run('account.announce', { providers: 1, roles: 2 }, vended());
    expect(world.published).toEqual([{ type: 'Account Ready', detail: { account, providers: 1, roles: 2 } }]);
  });
});

describe('failure.report', () => {
  const told = async (failure: unknown): Promise<FailureReport> => {
    const world = new AccountWorld();
    await world.run('failure.report', { failure });
    expect(world.table.decisions).toMatchObject([{ decision: 'failed' }]);
    const [outcome] = world.published;
    if (outcome?.type !== 'Workflow Failed') throw new TypeError('nothing was reported');
    return outcome.detail;
  };

  it.each([
    [
      "a step's failure",
      {
        Error: 'AudienceQuotaReached',
        Cause: JSON.stringify({ errorType: 'AudienceQuotaReached', errorMessage: 'Full.' }),
      },
      { error: 'AudienceQuotaReached', fault: 'account', what: 'Full.' },
    ],
    [
      'a time-out',
      { Error: 'States.Timeout', Cause: 'too slow' },
      { error: 'States.Timeout', fault: 'factory', what: 'too slow' },
    ],
    [
      'a failure without a cause',
      { Error: 'States.Runtime' },
      { error: 'States.Runtime', what: 'The workflow failed without a word.' },
    ],
    ['no failure at all', undefined, { error: 'Unknown', fault: 'factory' }],
  ])('says where, what and whose fault: %s', async (_what, failure, expected) => {
    expect(await told(failure)).toMatchObject({ account, role: 'web-deployer', execution: 'event-1-1', ...expected });
  });
});
