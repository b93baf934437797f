import type { ObservedRole } from '../../../federation/observed';
import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import type { CompiledPolicy } from '../../../federation/compiled-policy';
import type { StandingPause } from '../../../federation/pauses';
import type { BindingRecord } from '../../../federation/records';
import { findingsOf } from '../../../federation/findings';
import { examine } from '../../../federation/examine';
import { planReconcile, type AccountObservation } from '../../../federation/reconcile';
import {
  account,
  audience,
  compiled,
  document,
  host,
  identityProvider,
  policy,
  role,
  statement,
  subject,
} from '../support/cases';
import { bound, caller, hoursAgo, inventoried, pinned } from '../support/inventoried';

interface Case {
  readonly policy?: Partial<CompiledPolicy>;
  readonly pauses?: readonly StandingPause[];
  readonly providers?: AccountObservation['providers'];
  readonly roles?: readonly ObservedRole[];
  readonly bindings?: readonly BindingRecord[];
  readonly applications?: readonly ObservedApplication[];
  readonly audiences?: readonly string[];
  readonly seen?: readonly string[];
  /** Since when, in hours. */
  readonly since?: number;
}

const observationOf = ({
  roles = [],
  bindings = [],
  applications = [],
  audiences = [],
  seen = [],
  since = 0,
  pauses = [],
  ...situation
}: Case) => {
  const { providers, allProviders, ...rest } = inventoried();
  const [provider] = allProviders;
  const observed = { arn: provider!.arn, issuer: identityProvider.issuer, audiences };
  return {
    ...rest,
    roles,
    bindings,
    applications,
    providers: situation.providers ?? new Map([['entra-prod', observed]]),
    pauses,
    allProviders: [observed],
    sightings: seen.map((what) => ({ what, firstSeenAt: hoursAgo(since) })),
  };
};
const planOf = (situation: Case) => planReconcile(observationOf(situation), compiled(situation.policy));
const placeholder = 'oidc-factory-pending';
const closed = bound({ state: 'unbound' });
const web = (change: Partial<ObservedRole> = {}) => role({ trustPolicy: pinned, ...change });
const nobodys = { policies: [] };
const bothAudiences = document(
  statement({
    Condition: { StringEquals: { [`${host}:aud`]: [audience, 'somebody-elses'], [`${host}:sub`]: subject } },
  }),
);
/** A role that no policy is for has the statement of its former binding again. */
const putBack: Case = { roles: [web()], bindings: [closed], audiences: [placeholder], policy: nobodys };

describe.each<[string, Case, string]>([
  [
    'an application without a role',
    { applications: [caller()], audiences: [placeholder] },
    `application entra-prod aws-${account}-web-deployer`,
  ],
  [
    'an audience without an application',
    { bindings: [closed], audiences: [placeholder, audience] },
    `audience entra-prod ${audience}`,
  ],
  ['the statement of a binding that has ended, without its audience', putBack, 'statement web-deployer'],
])('%s', (_what, situation, what) => {
  it('is only noted when it is first seen', () => {
    const plan = planOf(situation);
    expect([plan.orphans, plan.requests]).toEqual([[], []]);
    expect(plan.sightings.map((one) => one.what)).toEqual([what]);
  });

  it.each([
    [19, false],
    [21, true],
  ])('seen again %s hours later goes: %s', (since, goes) => {
    expect(planOf({ ...situation, seen: [what], since }).orphans.map((one) => one.what)).toEqual(goes ? [what] : []);
  });

  it('is forgotten once something accounts for it', () => {
    const well = { roles: [role({ trustPolicy: pinned })], bindings: [bound()], applications: [caller()] };
    const plan = planOf({ ...well, audiences: [placeholder, audience], seen: [what], since: 48 });
    expect([plan.orphans, plan.sightings]).toEqual([[], []]);
  });
});

describe('a trust statement without an audience', () => {
  it('of a binding has its audience added again, at once', () => {
    const plan = planOf({
      roles: [role({ trustPolicy: pinned })],
      bindings: [bound()],
      applications: [caller()],
      audiences: [placeholder],
    });
    expect(plan.requests).toMatchObject([
      { trigger: 'role-created', because: ["The account's OIDC provider does not list its audience."] },
    ]);
  });

  it('of a role whose binding was taken down is bound anew, where the policy wants it', () => {
    const plan = planOf({ roles: [role({ trustPolicy: pinned })], bindings: [closed], audiences: [placeholder] });
    expect(plan.requests).toMatchObject([{ trigger: 'role-created', because: ['The role has no binding.'] }]);
  });

  it('that nobody knows is a finding: what is not the factory’s is not touched', () => {
    const unknown = document(
      statement({ Condition: { StringEquals: { [`${identityProvider.issuer.slice(8)}:aud`]: 'unknown' } } }),
    );
    const observation = observationOf({ roles: [role({ trustPolicy: unknown })], audiences: [placeholder] });
    const examined = examine(observation, compiled());
    expect(examined.reconcile.orphans).toEqual([]);
    expect(findingsOf(examined, []).map(({ id }) => id)).toContain('trust-statement-foreign');
  });
});

describe('the statement of a binding that has ended', () => {
  const what = 'statement web-deployer';
  const again = (change: Case = {}): Case => ({ ...putBack, seen: [what], since: 24, ...change });
  const trusting = (...audiences: readonly string[]): readonly ObservedRole[] => [
    web({
      trustPolicy: document(
        ...audiences.map((one) =>
          statement({ Condition: { StringEquals: { [`${host}:aud`]: one, [`${host}:sub`]: subject } } }),
        ),
      ),
    }),
  ];
  const sentinel = 'arn:aws:iam::444444444444:oidc-provider/sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
  const beside = (other: unknown): readonly ObservedRole[] => {
    const { Statement } = JSON.parse(pinned) as { Statement: readonly unknown[] };
    return [web({ trustPolicy: document(...Statement, other) })];
  };
  const limited = policy({ limits: { requirePermissionsBoundary: true, maxSessionDurationSeconds: 900 } });
  const told = { 'oidc-factory:status': 'not bound: session-too-long' };
  const pause = (scope: StandingPause['scope']): readonly StandingPause[] => [
    { scope, reason: 'r', by: 'b', since: hoursAgo(48) },
  ];
  const other = bound({ roleName: 'other', uniqueName: 'aws-other' });

  it.each<[string, Case]>([
    ['no policy is for the role', {}],
    ['a policy refuses the role', { policy: { policies: [limited] }, roles: [web({ tags: told })] }],
    ['the account has no OIDC provider at all', { providers: new Map() }],
    ['the role was made anew under its name', { roles: [web({ roleId: 'AROAANOTHER' })] }],
    ['IAM has the name in another case', { roles: [web({ name: 'Web-Deployer' })] }],
    ['it was closed once before', { bindings: [bound({ state: 'unbound', closings: [hoursAgo(72)] })] }],
    ['somebody else has a statement beside it', { roles: trusting(audience, 'somebody-elses') }],
    [
      'another role is bound to another audience',
      { bindings: [closed, { ...other, audience: 'b', audiences: ['b'] }] },
    ],
  ])('goes where %s', (_what, change) => {
    expect(planOf(again(change)).orphans).toMatchObject([{ kind: 'statement', what, isContested: false }]);
  });

  it.each<[string, Case]>([
    ['something else is asked for the role', { policy: { policies: [limited] } }],
    ['its policy only reports', { policy: { policies: [{ ...limited, enforcement: 'audit' }] } }],
    ['everything is paused', { pauses: pause('everything') }],
    ['the account is paused', { pauses: pause(`account:${account}`) }],
    ['the policy is paused that it was bound by', { pauses: pause('policy:workloads-prod') }],
    ['it was closed twice before', { bindings: [bound({ state: 'unbound', closings: [hoursAgo(96), hoursAgo(48)] })] }],
  ])('is only noted where %s', (_what, change) => {
    const plan = planOf(again(change));
    expect([plan.orphans, plan.sightings.map((one) => one.what)]).toEqual([[], [what]]);
  });

  it.each<[string, Case]>([
    ['another binding has the audience listed', { audiences: [placeholder, audience], bindings: [closed, other] }],
    ['another binding is to get the audience listed again', { bindings: [closed, other] }],
    ['it is for another audience', { roles: trusting('somebody-elses') }],
    ['it is for another audience beside', { roles: [web({ trustPolicy: bothAudiences })] }],
    ['it has the placeholder', { roles: [role()] }],
    ['nothing of ours remembers the audience', { bindings: [bound({ state: 'unbound', audiences: [] })] }],
    ['there is no record', { bindings: [] }],
    ['the binding lives', { bindings: [bound({ state: 'revoked' })] }],
    ['the policy binds the role', { policy: {} }],
    ['the policy would bind the role, and only reports', { policy: { policies: [policy({ enforcement: 'audit' })] } }],
    ['the role is protected', { roles: [web({ path: '/aws-reserved/' })] }],
    ['the role is that of Microsoft Sentinel', { roles: beside(statement({ Principal: { Federated: sentinel } })) }],
    ['the trust policy cannot be read', { roles: [web({ trustPolicy: '[]' })] }],
    [
      'IAM would not save the trust policy',
      {
        roles: beside({
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
        }),
      },
    ],
    ['the YAML no longer names the identity provider', { policy: { ...nobodys, identityProviders: [] } }],
    ['the role is gone', { roles: [] }],
  ])('stays, and is not even noted, where %s', (_what, change) => {
    const plan = planOf(again(change));
    const statements = (some: readonly { readonly what: string }[]) => some.filter((one) => one.what === what);
    expect([statements(plan.orphans), statements(plan.sightings)]).toEqual([[], []]);
  });

  it('is closed to the letter, and a statement of somebody else stays as it is', () => {
    const [orphan] = planOf(again({ roles: trusting(audience, 'somebody-elses') })).orphans;
    const [after] = trusting(placeholder, 'somebody-elses');
    expect(orphan?.kind === 'statement' && JSON.parse(orphan.closed)).toEqual(JSON.parse(after!.trustPolicy));
  });

  it('does not have a provider made, and no workflow but its own', () => {
    expect(planOf(again({ providers: new Map() })).requests).toEqual([]);
  });
});
