import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import type { CompiledPolicy } from '../../../federation/compiled-policy';
import type { ObservedRole } from '../../../federation/observed';
import { planReconcile, type AccountObservation } from '../../../federation/reconcile';
import type { BindingRecord, BindingState } from '../../../federation/records';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  github,
  githubCondition,
  githubPolicy,
  githubStatement,
  identityProvider,
  placeholder,
  policy,
  provider,
  role,
  subject,
} from '../support/cases';
import { bound, caller, type Change, hoursAgo, now, pinned, uniqueName } from '../support/inventoried';

interface Situation {
  readonly roles?: readonly ObservedRole[];
  readonly bindings?: readonly BindingRecord[];
  readonly applications?: readonly ObservedApplication[];
  readonly audiences?: readonly string[] | 'no provider';
  readonly seen?: Readonly<Record<string, string>>;
  readonly policy?: Partial<CompiledPolicy>;
  readonly unit?: string;
}

/** An account in which all is well, but for the situation. */
const planOf = (situation: Situation) => {
  const { audiences = [placeholder, audience] } = situation;
  const observation: AccountObservation = {
    account: { ...facts, organizationalUnit: situation.unit ?? facts.organizationalUnit },
    roles: situation.roles ?? [role({ trustPolicy: pinned })],
    providers:
      audiences === 'no provider'
        ? new Map()
        : new Map([['entra-prod', { arn: provider.arn, issuer: identityProvider.issuer, audiences }]]),
    bindings: situation.bindings ?? [bound()],
    applications: situation.applications ?? [caller()],
    sightings: Object.entries(situation.seen ?? {}).map(([what, firstSeenAt]) => ({ what, firstSeenAt })),
    now,
  };
  return planReconcile(observation, compiled(situation.policy));
};
const requestsOf = (situation: Situation) =>
  planOf(situation).requests.map(({ trigger, roleName }) => `${trigger} ${roleName}`);

const onboarded = ['role-created web-deployer'];
const released = ['role-released web-deployer'];
const declaring = { bindings: [{ account, role: 'web-deployer', policy: 'workloads-prod' }] };

describe('a role under a policy for an outside issuer', () => {
  const within = document(githubStatement(githubCondition()));
  const beyond = document(githubStatement(githubCondition('repo:evil/x:y')));
  const boundTrust = document(
    ...[pinned, within].flatMap((text) => (JSON.parse(text) as { Statement: unknown[] }).Statement),
  );
  const told = { 'oidc-factory:status': 'not bound: trust-subject-not-allowed' };
  const under = (enforcement: 'audit' | 'enforce') => ({
    outsideProviders: [github],
    policies: [githubPolicy({ enforcement })],
  });
  const nothingOfOurs = { bindings: [], applications: [], audiences: [placeholder] };

  it.each<[string, Situation, readonly string[]]>([
    ['is let be where it is within', { ...nothingOfOurs, roles: [role({ trustPolicy: within })] }, []],
    [
      'is looked at where it is within and still tagged',
      { ...nothingOfOurs, roles: [role({ trustPolicy: within, tags: told })] },
      onboarded,
    ],
    ['is told of where it is beyond', { ...nothingOfOurs, roles: [role({ trustPolicy: beyond })] }, onboarded],
    ['is let be where it was told of', { ...nothingOfOurs, roles: [role({ trustPolicy: beyond, tags: told })] }, []],
    ['is released where it was bound', { roles: [role({ trustPolicy: boundTrust })] }, released],
    ['is released where it was bound and has no such statement', {}, released],
    [
      'stays revoked',
      { bindings: [bound({ state: 'revoked' })], roles: [role({ trustPolicy: within })] },
      ['role-revoked web-deployer'],
    ],
  ])('%s', (_what, situation, expected) => {
    expect(requestsOf({ policy: under('enforce'), ...situation })).toEqual(expected);
  });

  it.each<[string, Situation]>([
    ['is beyond', { ...nothingOfOurs, roles: [role({ trustPolicy: beyond })] }],
    ['was told of, and is within', { ...nothingOfOurs, roles: [role({ trustPolicy: within, tags: told })] }],
    ['was bound', { roles: [role({ trustPolicy: boundTrust })] }],
    ['was bound, and has no such statement', {}],
  ])('is let be where the policy only reports and it %s', (_what, situation) => {
    expect(requestsOf({ policy: under('audit'), ...situation })).toEqual([]);
  });

  it('is not declared, though the YAML says so', () => {
    const bindings = [{ account, role: 'web-deployer', policy: 'github-deployers' }];
    const policy = { ...under('enforce'), bindings };
    expect(requestsOf({ ...nothingOfOurs, roles: [], policy })).toEqual([]);
  });
});

describe('a role that is there', () => {
  it.each<[string, Situation, readonly string[]]>([
    ['is let be where all is as wanted', {}, []],
    ['is onboarded where its creation was never heard of', { bindings: [], roles: [role()] }, onboarded],
    [
      'is onboarded where it was created anew',
      { roles: [role({ trustPolicy: pinned, roleId: 'AROAOTHER' })] },
      onboarded,
    ],
    ['is onboarded where its trust policy was written back', { roles: [role()] }, onboarded],
    ['is onboarded where its audience is missing', { audiences: [placeholder] }, onboarded],
    ['is onboarded where its provider is missing', { audiences: 'no provider' }, onboarded],
    ['is onboarded where its application is missing', { applications: [] }, onboarded],
    ['is onboarded where its application is another', { applications: [caller({ clientId: subject })] }, onboarded],
    ['is onboarded where somebody else owns its application', { applications: [caller({ isOurs: false })] }, onboarded],
    ['is onboarded where its application has a secret', { applications: [caller({ isSound: false })] }, onboarded],
    [
      'is onboarded where its service principal is another',
      { applications: [caller({ subject: audience })] },
      onboarded,
    ],
    [
      'is onboarded where the policy names other subjects',
      { bindings: [bound({ credentials: ['subject-1'] })] },
      onboarded,
    ],
    ['is onboarded where another policy decides', { bindings: [bound({ policy: 'other' })] }, onboarded],
    ['is onboarded where nobody was told that it is bound', { bindings: [bound({ announced: false })] }, onboarded],
    ['is let be where that was told', { bindings: [bound({ announced: true })] }, []],
    ['is onboarded where its binding was broken off', { bindings: [bound({ state: 'registering' })] }, onboarded],
    [
      'is onboarded where it still says that it failed',
      { roles: [role({ trustPolicy: pinned, tags: { 'oidc-factory:status': 'failed' } })] },
      onboarded,
    ],
    ['is released where no policy is for it', { policy: { policies: [] } }, released],
    [
      'is released where it breaks a limit',
      { roles: [role({ trustPolicy: pinned, maxSessionDurationSeconds: 7200 })] },
      released,
    ],
    [
      'is told of where it was refused unheard',
      { bindings: [], applications: [], audiences: [placeholder], roles: [role({ maxSessionDurationSeconds: 7200 })] },
      onboarded,
    ],
    [
      'is let be where it was told of',
      {
        bindings: [],
        applications: [],
        audiences: [placeholder],
        roles: [role({ maxSessionDurationSeconds: 7200, tags: { 'oidc-factory:status': 'x' } })],
      },
      [],
    ],
    ['is let be where its policy only reports', { policy: { policies: [policy({ enforcement: 'audit' })] } }, []],
    [
      'is cut off anew while it is revoked',
      { bindings: [bound({ state: 'revoked' })], roles: [role({ tags: { 'oidc-factory:status': 'x' } })] },
      ['role-revoked web-deployer'],
    ],
    ['is let be while it is contested', { bindings: [bound({ state: 'contested' })], roles: [role()] }, []],
    ['is onboarded where a contest has ended', { bindings: [bound({ state: 'contested' })] }, onboarded],
    [
      'is registered once more where its caller is shared',
      {
        bindings: [bound({ caller: 'shared', uniqueName: 'aws-shared-x' })],
        applications: [],
        policy: { policies: [policy({ caller: { kind: 'shared', name: 'x' } })] },
      },
      onboarded,
    ],
    [
      'is let be where its caller is one that exists',
      {
        bindings: [bound({ caller: 'existing', uniqueName: undefined })],
        applications: [],
        policy: { policies: [policy({ caller: { kind: 'existing', principals: [subject], audience } })] },
      },
      [],
    ],
    [
      'is onboarded where the YAML names other callers',
      {
        bindings: [bound({ caller: 'existing', uniqueName: undefined })],
        applications: [],
        policy: { policies: [policy({ caller: { kind: 'existing', principals: [audience], audience } })] },
      },
      onboarded,
    ],
  ])('%s', (_what, situation, requests) => {
    expect(requestsOf(situation)).toEqual(requests);
  });
});

describe('a role that is not there', () => {
  const gone: Situation = { roles: [] };

  it('is only noted at first', () => {
    const plan = planOf(gone);
    expect([plan.requests, plan.sightings]).toEqual([
      [],
      [{ what: 'role web-deployer', firstSeenAt: now.toISOString() }],
    ]);
  });

  it.each([
    [23, ['role-deleted web-deployer']],
    [20, ['role-deleted web-deployer']],
    [19, []],
  ])('is removed where it was missing %d hours ago: %j', (hours, requests) => {
    expect(requestsOf({ ...gone, seen: { 'role web-deployer': hoursAgo(hours) } })).toEqual(requests);
  });

  it('is forgotten among the sightings once it is back', () => {
    expect(planOf({ seen: { 'role web-deployer': hoursAgo(30) } }).sightings).toEqual([]);
  });

  it('has nothing left once its record is closed', () => {
    const closed = bound({ state: 'unbound', audience: undefined, subjects: undefined });
    expect(planOf({ ...gone, bindings: [closed], applications: [], audiences: [placeholder] })).toEqual({
      requests: [],
      orphans: [],
      expiring: [],
      unaccounted: [],
      sightings: [],
    });
  });

  it.each<[string, Change<BindingRecord>, readonly string[]]>([
    ['is let be where it is as declared', { state: 'declared', published: true }, []],
    ['is declared where nothing is published', { state: 'declared' }, ['role-declared web-deployer']],
    ['is declared where it was never heard of', { state: 'unbound' }, ['role-declared web-deployer']],
    ['is declared again where its deletion was never heard of', { state: 'bound', published: true }, []],
  ])('and declared in YAML %s', (_what, change, requests) => {
    expect(requestsOf({ ...gone, bindings: [bound({ roleId: undefined, ...change })], policy: declaring })).toEqual(
      requests,
    );
  });
});

describe('an account out of scope', () => {
  it.each<[BindingState, readonly string[]]>([
    ['bound', released],
    ['declared', released],
    ['unbound', []],
  ])('has a binding that is %s released: %j', (state, requests) => {
    expect(requestsOf({ unit: '/Sandbox', roles: [], bindings: [bound({ state })] })).toEqual(requests);
  });
});

describe('orphans', () => {
  const closed = bound({ state: 'unbound', audience: undefined });
  const left: Situation = { roles: [], bindings: [closed] };
  const whats = [`audience entra-prod ${audience}`, `application entra-prod ${uniqueName}`];

  it('are noted at first', () => {
    const plan = planOf(left);
    expect([plan.orphans, plan.sightings.map(({ what }) => what)]).toEqual([[], whats]);
  });

  it('go when they are seen again a day later', () => {
    const seen = Object.fromEntries(whats.map((what) => [what, hoursAgo(24)]));
    expect(planOf({ ...left, seen }).orphans).toMatchObject([
      { kind: 'audience', audience },
      { kind: 'application', uniqueName },
    ]);
  });

  it('are nothing that somebody else has made', () => {
    const plan = planOf({
      ...left,
      audiences: [placeholder, 'somebody-elses'],
      applications: [caller({ isOurs: false, clientId: subject })],
    });
    expect(plan.sightings).toEqual([]);
  });

  it("are no account's audience application that a binding uses", () => {
    const forAudience = caller({ uniqueName: `aws-${account}`, clientId: audience });
    const bindings = [bound({ audienceUniqueName: `aws-${account}`, clientIds: [subject] })];
    const own = caller({ clientId: subject });
    const perAccount = { policies: [policy({ audience: 'per-account' })] };
    expect(planOf({ bindings, applications: [own, forAudience], policy: perAccount }).sightings).toEqual([]);
  });

  it('are noted at once where the policy names another caller, and go only when no binding lives by them', () => {
    const shared = { policies: [policy({ caller: { kind: 'shared', name: 'x' } })] };
    expect(planOf({ policy: shared })).toMatchObject({
      requests: [{ trigger: 'role-created' }],
      orphans: [],
      sightings: whats.map((what) => ({ what })),
    });
    const seen = Object.fromEntries(whats.map((what) => [what, hoursAgo(24)]));
    expect(planOf({ policy: shared, seen }).orphans).toEqual([]);
    const rebound = bound({
      caller: 'shared',
      uniqueName: 'aws-shared-x',
      audience: subject,
      audiences: [audience, subject],
    });
    expect(planOf({ policy: shared, seen, bindings: [rebound] }).orphans).toHaveLength(2);
  });

  it("are the account's audience application with the last role, at its second sighting", () => {
    const forAudience = caller({ uniqueName: `aws-${account}`, clientId: subject });
    const situation = {
      roles: [],
      bindings: [bound({ audience: subject, audiences: [subject], audienceUniqueName: `aws-${account}` })],
      applications: [caller(), forAudience],
      audiences: [placeholder, subject],
      policy: { policies: [policy({ audience: 'per-account' })] },
    };
    const whatsNoted = ['role web-deployer', `application entra-prod aws-${account}`];
    expect(planOf(situation).sightings.map(({ what }) => what)).toEqual(whatsNoted);
    const seen = Object.fromEntries(whatsNoted.map((what) => [what, hoursAgo(24)]));
    expect(planOf({ ...situation, seen })).toMatchObject({
      requests: [{ trigger: 'role-deleted' }],
      orphans: [{ uniqueName: `aws-${account}` }],
    });
  });
});
