import type { BindingCaller, BindingPolicy, CompiledPolicy, HandOver } from '../../federation/compiled-policy';
import { planAccount } from '../../federation/plan';
import type { BindingRecord } from '../../federation/records';
import { planReconcile } from '../../federation/reconcile';
import { transferOf } from '../../federation/transfer';
import { describeAdmission } from '../../federation/trust/admissions';
import {
  account,
  audience,
  bindingPolicy,
  compiled,
  document,
  host,
  identityProvider,
  placeholder,
  role,
  statement,
  subject,
  withCondition,
} from './support/cases';
import { bound, caller, inventoried, managed, pinned, uniqueName, type Situation } from './support/inventoried';

const other = 'c0000000-0000-4000-8000-000000000003';
const pins = (aud: unknown, sub: unknown) =>
  withCondition({ StringEquals: { [`${host}:aud`]: aud, [`${host}:sub`]: sub } });
const own: BindingCaller = { kind: 'own-application' };
const shared: BindingCaller = { kind: 'shared', name: 'ci' };
const line: HandOver = { uniqueName, application: audience };
/** As the import has taken it over. */
const imported = bound({ policy: 'imported-1', caller: 'existing', uniqueName: undefined, clientIds: [] });

interface Case {
  readonly trustPolicy?: string;
  readonly record?: BindingRecord;
  readonly wanted?: Partial<BindingPolicy>;
  readonly handOvers?: readonly HandOver[];
}

const transfer = ({ trustPolicy = pinned, record, wanted, handOvers = [line] }: Case) => {
  const policy = bindingPolicy(wanted);
  return transferOf(
    role({ trustPolicy }),
    account,
    record,
    { policy, identityProvider },
    compiled({ policies: [policy], handOvers }),
  );
};

describe('how a role comes to a caller of the factory’s', () => {
  const pending = { kind: 'pending', application: audience, subject };
  it.each<[string, Case, object]>([
    ['is used by what is handed over, and has no record', {}, pending],
    ['was imported before', { record: imported }, pending],
    [
      'has been released before, and is used by hand again',
      { record: bound({ state: 'unbound', audiences: [other] }) },
      pending,
    ],
    [
      'is to share what is handed over',
      { wanted: { caller: shared }, handOvers: [{ uniqueName: 'aws-shared-ci', application: audience }] },
      pending,
    ],
    ['has the placeholder besides', { trustPolicy: document(statement(), pins(audience, subject)) }, pending],
    ['waits with the placeholder', { trustPolicy: document(statement()) }, { kind: 'none' }],
    [
      'waits with the placeholder, and was imported before',
      { trustPolicy: document(statement()), record: imported },
      { kind: 'none' },
    ],
    ['is bound to it already', { record: bound() }, { kind: 'none' }],
    [
      'is bound to another caller of the factory’s',
      { record: bound({ caller: 'shared', uniqueName: 'aws-shared-ci' }) },
      { kind: 'none' },
    ],
    [
      'is never the factory’s',
      { wanted: { caller: { kind: 'existing', principals: [subject], audience } }, handOvers: [] },
      { kind: 'none' },
    ],
  ])('of a role that %s', (_what, situation, expected) => {
    expect(transfer(situation)).toEqual(expected);
  });

  it.each<[string, Case, RegExp]>([
    [
      'was imported, and nothing is handed over',
      { record: imported, handOvers: [] },
      /List the application under `handOvers`/,
    ],
    [
      'was imported, and something is handed over for another',
      { record: imported, handOvers: [{ ...line, uniqueName: 'aws-1' }] },
      /List the application/,
    ],
    [
      'is used with tokens for another application',
      { trustPolicy: document(pins(other, subject)), record: bound({ ...imported, audiences: [other] }) },
      /statement 0 .* tokens for c0{7}/,
    ],
    [
      'admits somebody besides',
      { trustPolicy: document(pins(audience, [subject, other])), record: imported },
      /does not pin exactly/,
    ],
    [
      'admits two by two statements',
      { trustPolicy: document(pins(audience, subject), pins(audience, other)), record: imported },
      /statement 1/,
    ],
    [
      'has a pattern',
      {
        trustPolicy: document(withCondition({ StringLike: { [`${host}:aud`]: audience, [`${host}:sub`]: '*' } })),
        record: imported,
      },
      /does not pin exactly/,
    ],
    [
      'gets the audience of its account',
      { record: imported, wanted: { audience: 'per-account' } },
      /one audience for the whole account/,
    ],
  ])('cuts nobody off: there is no way for a role that %s', (_what, situation, because) => {
    expect(transfer(situation)).toEqual({ kind: 'impossible', because: expect.stringMatching(because) as string });
  });
});

describe('a plan', () => {
  const handed: Situation = {
    applications: [],
    bindings: [imported],
    policy: { policies: [bindingPolicy({ caller: own })], handOvers: [line] },
  };

  it.each<[string, Situation]>([
    ['was imported', handed],
    ['has no record', { ...handed, bindings: [] }],
  ])('shows that nobody is cut off or let in where the role %s', (_what, situation) => {
    const [action, ...others] = planAccount(inventoried(situation), compiled(situation.policy)).actions;
    expect(others).toEqual([]);
    expect(action).toMatchObject({ kind: 'bind', widens: false });
    const admitted = [`tokens of ${host} for ${audience}, subject ${subject}`];
    expect([action!.before, action!.after].map((some) => some.map(describeAdmission))).toEqual([admitted, admitted]);
  });

  it('names the application that is handed over to a role which nobody uses yet', () => {
    const situation = { ...handed, bindings: [], roles: [role()], provider: managed(placeholder) };
    const [action] = planAccount(inventoried(situation), compiled(situation.policy)).actions;
    expect(action!.after.map(describeAdmission)).toEqual([
      `tokens of ${host} for ${audience}, subject service-principal-of:${uniqueName}`,
    ]);
  });

  it.each<[string, readonly HandOver[]]>([
    ['is handed over', [line]],
    ['is not handed over', []],
  ])('takes nothing from a role that a statement of somebody else is added to while its caller %s', (_what, lines) => {
    const trustPolicy = document(pins(audience, subject), pins(other, other));
    const situation = { ...handed, roles: [role({ trustPolicy })], policy: { ...handed.policy, handOvers: lines } };
    const { actions, findings } = planAccount(inventoried(situation), compiled(situation.policy));
    expect(actions).toEqual([]);
    expect(findings.map(({ id }) => id)).toContain('trust-statement-foreign');
  });

  it('has nothing to do where there is no way, and says so', () => {
    const situation = { ...handed, policy: { ...handed.policy, handOvers: [] } };
    const { actions, findings } = planAccount(inventoried(situation), compiled(situation.policy));
    expect(actions).toEqual([]);
    expect(findings.map(({ id }) => id)).toContain('hand-over-unfinished');
  });
});

describe('what a run that broke off has left', () => {
  const half: Situation = {
    applications: [caller()],
    bindings: [],
    seen: [`application entra-prod ${uniqueName}`, `audience entra-prod ${audience}`],
  };
  const orphansOf = (policy: Partial<CompiledPolicy>) =>
    planReconcile(inventoried({ ...half, policy }), compiled(policy)).orphans;

  it.each<[string, Partial<CompiledPolicy>]>([
    ['it is handed over', { policies: [bindingPolicy({ enforcement: 'audit' })], handOvers: [line] }],
    [
      'a policy names it again',
      {
        policies: [
          bindingPolicy({ enforcement: 'audit', caller: { kind: 'existing', principals: [subject], audience } }),
        ],
      },
    ],
  ])('is never taken for an orphan while %s', (_what, policy) => {
    expect(orphansOf(policy)).toEqual([]);
  });

  it('keeps the audience of a shared caller by which a role that has no record lives', () => {
    const gone = bound({ roleName: 'gone', state: 'unbound', caller: 'shared', uniqueName: 'aws-shared-ci' });
    const { orphans } = planReconcile(inventoried({ ...half, applications: [], bindings: [gone] }), compiled());
    expect(orphans).toEqual([]);
  });

  it('is kept for a role that is bound to it as a caller of the user’s, though the line is gone', () => {
    const policy = { policies: [bindingPolicy({ caller: own })], handOvers: [] };
    const left = (state: BindingRecord['state']) =>
      planReconcile(
        inventoried({ ...half, bindings: [bound({ ...imported, uniqueName: undefined, state })], policy }),
        compiled(policy),
      ).orphans;
    expect(left('bound')).toEqual([]);
    expect(left('unbound').map(({ kind }) => kind)).toEqual(['application']);
  });

  it('goes like any other once nothing in the YAML names it', () => {
    expect(orphansOf({ policies: [bindingPolicy()] }).map(({ kind }) => kind)).toEqual(['audience', 'application']);
  });
});
