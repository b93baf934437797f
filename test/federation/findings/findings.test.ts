import { findingIds } from '../../../federation/finding-ids';
import { findingDescriptions, findingsOf, severities } from '../../../federation/findings';
import {
  audience,
  document,
  host,
  placeholder,
  policy,
  role,
  statement,
  subject,
  tenant,
  withCondition,
} from '../support/cases';
import {
  bound,
  caller,
  examined,
  hoursAgo,
  managed,
  otherProvider,
  pinned,
  trusting,
  trustStatement,
  uniqueName,
  type Situation,
} from '../support/inventoried';

const idsOf = (situation: Situation): readonly string[] => findingsOf(examined(situation), []).map(({ id }) => id);
const having = (change: Parameters<typeof role>[0]): Situation => ({
  roles: [role({ trustPolicy: pinned, ...change })],
});
/** A role that trusts another issuer, whose provider is there. */
const trusts = (issuer: string, condition?: unknown): Situation => ({
  roles: [role({ trustPolicy: trusting(issuer, condition) })],
  bindings: [],
  applications: [],
  provider: managed(placeholder),
  otherProviders: [otherProvider(issuer, 'sts.amazonaws.com')],
  policy: { policies: [] },
});
const github = 'token.actions.githubusercontent.com';
const fresh: Situation = { roles: [role()], bindings: [], applications: [], provider: managed(placeholder) };
const aud = `${host}:aud`;
const sub = `${host}:sub`;
const by = (condition: unknown): Situation => having({ trustPolicy: document(withCondition(condition)) });
const foreign = document(withCondition({ StringEquals: { [aud]: 'somebody', [sub]: 'else' } }));
const audited: Situation = { policy: { policies: [policy({ enforcement: 'audit' })] } };
const credentialed = policy({ caller: { kind: 'own-application' } });

/** A role that no policy is for has a statement for an audience that nothing lists. */
const nobodys: Situation = {
  ...having({}),
  applications: [],
  provider: managed(placeholder),
  policy: { policies: [] },
};

const ending = { policies: [policy({ expiry: { afterDays: 30, announceDays: 14 } })] };

const prod = [{ path: '/Workloads/Prod', direct: false }];
const guarded = (situation: Situation, ...patterns: readonly string[]): Situation => ({
  ...situation,
  guardrails: { allowed: { managed: [host], patterns }, serviceControlPolicy: prod, resourceControlPolicy: prod },
});

/** What is found, and what is nearly the same and is not. */
const cases: Readonly<
  Record<Exclude<(typeof findingIds)[number], 'exemption-expired'>, readonly [Situation, Situation]>
> = {
  'application-orphaned': [{ applications: [caller(), caller({ uniqueName: `${uniqueName}-2` })] }, {}],
  'application-squatted': [{ applications: [caller({ isOurs: false })] }, {}],
  'binding-expires': [
    { bindings: [bound({ boundAt: hoursAgo(20 * 24) })], policy: ending },
    { bindings: [bound({ boundAt: hoursAgo(24) })], policy: ending },
  ],
  'binding-policy-mismatch': [
    { policy: { bindings: [{ account: role().arn.slice(13, 25), role: 'web-deployer', policy: 'other' }] } },
    { policy: { bindings: [{ account: role().arn.slice(13, 25), role: 'web-deployer', policy: 'workloads-prod' }] } },
  ],
  'binding-revoked': [{ bindings: [bound({ state: 'revoked' })] }, {}],
  'caller-credential-unplanned': [{ applications: [caller({ isSound: false })] }, {}],
  'caller-without-credential': [
    { policy: { policies: [credentialed] } },
    {
      policy: {
        policies: [
          policy({
            federatedCredentials: {
              allowed: [{ issuer: `https://${github}`, subjects: ['repo:acme/x:environment:prod'] }],
            },
          }),
        ],
      },
    },
  ],
  'enforcement-audit': [{ ...fresh, ...audited }, audited],
  'guardrail-cuts-creation': [guarded(trusts(github), 'x'), guarded(trusts(github), github)],
  'guardrail-cuts-sign-in': [guarded(trusts(github), 'x'), guarded(trusts(github), github)],
  'hand-over-needless': [
    { policy: { handOvers: [{ uniqueName, application: audience }] } },
    { policy: { handOvers: [{ uniqueName, application: subject }] } },
  ],
  'hand-over-unfinished': [
    { bindings: [bound({ caller: 'existing', clientIds: [] })] },
    { bindings: [bound({ caller: 'existing', clientIds: [] })], roles: [role()] },
  ],
  'issuer-retiring': [trusts('vstoken.dev.azure.com/8a7b6c5d-0000-4000-8000-1234567890ab'), trusts(github)],
  'provider-audience-orphaned': [
    {
      bindings: [bound({ audiences: [audience, subject], clientIds: [audience, subject] })],
      provider: managed(placeholder, audience, subject),
    },
    {},
  ],
  'provider-missing': [{ provider: null }, { ...fresh, roles: [], provider: null }],
  'provider-unmanaged': [{ otherProviders: [otherProvider('example.com')] }, {}],
  'quota-near': [
    { provider: managed(placeholder, audience, ...Array.from({ length: 88 }, (_, index) => `a${index}`)) },
    { provider: managed(placeholder, audience, ...Array.from({ length: 87 }, (_, index) => `a${index}`)) },
  ],
  'role-limits': [having({ maxSessionDurationSeconds: 7200 }), having({ maxSessionDurationSeconds: 3600 })],
  'role-unused': [
    having({ createdAt: hoursAgo(91 * 24) }),
    having({ createdAt: hoursAgo(91 * 24), lastUsedAt: hoursAgo(24) }),
  ],
  'role-without-policy': [
    { ...fresh, roles: [role({ trustPolicy: pinned })], policy: { policies: [] } },
    { ...trusts(github) },
  ],
  'token-version-mismatch': [
    trusts(`login.microsoftonline.com/${tenant}/v2.0`),
    trusts(`login.microsoftonline.com/${subject}/v2.0`),
  ],
  'trust-audience-missing': [by({ StringEquals: { [sub]: subject } }), {}],
  'trust-audience-wildcard': [
    by({ StringLike: { [aud]: 'a*', [sub]: subject } }),
    by({ StringEquals: { [aud]: 'a*', [sub]: subject } }),
  ],
  'trust-beyond-policy': [
    having({
      trustPolicy: trusting('gitlab.com', {
        StringEquals: {
          'gitlab.com:sub': 'project_path:evil/x:ref_type:branch:ref:main',
          'gitlab.com:aud': 'https://gitlab.com',
        },
      }),
    }),
    having({
      trustPolicy: trusting('gitlab.com', {
        StringEquals: {
          'gitlab.com:sub': 'project_path:acme/x:ref_type:branch:ref:main',
          'gitlab.com:aud': 'https://gitlab.com',
        },
      }),
    }),
  ],
  'trust-condition-ineffective': [
    by({ StringEquals: { [aud]: audience, [sub]: 's*' } }),
    by({ StringLike: { [aud]: audience, [sub]: 's*' } }),
  ],
  'trust-contested': [
    { bindings: [bound({ state: 'contested', reversals: [{ actor: 'terraform', eventId: 'e' }] })] },
    {},
  ],
  'trust-for-all-values': [
    by({ StringEquals: { [aud]: audience }, 'ForAllValues:StringLike': { [sub]: subject } }),
    by({ StringEquals: { [aud]: audience }, 'ForAnyValue:StringLike': { [sub]: subject } }),
  ],
  'trust-principal-too-wide': [
    having({ trustPolicy: document(statement({ Principal: '*', Condition: undefined })) }),
    {},
  ],
  'trust-provider-missing': [{ ...trusts(github), otherProviders: [] }, trusts(github)],
  'trust-statement-foreign': [having({ trustPolicy: foreign }), {}],
  'trust-statement-orphaned': [
    { ...nobodys, bindings: [bound({ state: 'unbound' })] },
    { ...nobodys, bindings: [bound({ state: 'unbound', audiences: [] })] },
  ],
  'trust-subject-missing': [by({ StringEquals: { [aud]: audience } }), by({ StringEquals: { [aud]: placeholder } })],
  'trust-subject-wildcard': [
    trusts(github, { StringLike: { [`${github}:sub`]: 'repo:acme*' } }),
    trusts(github, { StringLike: { [`${github}:sub`]: 'repo:acme/*' } }),
  ],
  'trust-unknown-issuer': [trusts('evil.example.com'), trusts(github)],
  'trust-unreadable': [having({ trustPolicy: '{}' }), {}],
};

const gitlab = {
  outsideProviders: [
    { name: 'gitlab', kind: 'gitlab' as const, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'] },
  ],
  policies: [
    policy({
      identityProvider: 'gitlab',
      caller: { kind: 'outside', subjects: ['project_path:acme/*:ref_type:branch:ref:main'] },
    }),
  ],
};
const withTerms = (id: string, situation: Situation): Situation =>
  id === 'trust-beyond-policy'
    ? { ...situation, bindings: [], applications: [], provider: managed(placeholder), policy: gitlab }
    : situation;

describe.each(Object.entries(cases))('%s', (id, [wrong, right]) => {
  it('is found', () => {
    expect(idsOf(withTerms(id, wrong))).toContain(id);
  });

  it('is not found where it is not so', () => {
    expect(idsOf(withTerms(id, right))).not.toContain(id);
  });
});

it('has a description for every id, and an id for every description', () => {
  expect(findingDescriptions.map(({ id }) => id)).toEqual([...findingIds].sort());
});

it.each(findingDescriptions)(
  '$id says in sentences what it means and how to mend it',
  ({ meaning, remedy, severity }) => {
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^([A-Z]|`).*\.$/);
    expect(severities).toContain(severity);
  },
);

it('names a statement of a binding that has ended contested, where somebody keeps putting it back', () => {
  const closings = [hoursAgo(240), hoursAgo(120)];
  expect(idsOf({ ...nobodys, bindings: [bound({ state: 'unbound', closings })] })).toContain('trust-contested');
  expect(idsOf({ ...nobodys, bindings: [bound({ state: 'unbound', closings })] })).not.toContain(
    'trust-statement-orphaned',
  );
  expect(idsOf({ ...nobodys, bindings: [bound({ state: 'unbound' })] })).not.toContain('trust-contested');
});

describe('published good and bad trust policies', () => {
  const vercel = 'oidc.vercel.com';
  const sentinel = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
  const sentinelAudience = { [`${sentinel}:aud`]: 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e' };
  const ownGitlab = 'gitlab.acme.example';
  const gitlabSubjects = {
    StringEquals: { [`${ownGitlab}:aud`]: 'https://gitlab.acme.example' },
    StringLike: { [`${ownGitlab}:sub`]: 'project_path:acme/*:ref_type:branch:ref:main' },
  };
  const managedGitlab: Situation = {
    ...trusts(ownGitlab, gitlabSubjects),
    policy: {
      outsideProviders: [
        { name: 'gitlab', kind: 'gitlab', issuer: `https://${ownGitlab}`, audiences: ['https://gitlab.acme.example'] },
      ],
      policies: [
        policy({
          identityProvider: 'gitlab',
          caller: { kind: 'outside', subjects: ['project_path:acme/*:ref_type:branch:ref:main'] },
        }),
      ],
    },
  };
  const ofCustomer = { StringEquals: { [`${vercel}:aud`]: 'https://vercel.com/acme' } };

  it.each<[string, Situation, readonly string[]]>([
    [
      "Sentinel's, by the name of the session",
      trusts(sentinel, { StringEquals: { ...sentinelAudience, 'sts:RoleSessionName': 'MicrosoftSentinel_1' } }),
      [],
    ],
    [
      "Sentinel's, of any customer",
      trusts(sentinel, { StringEquals: sentinelAudience }),
      ['critical trust-subject-missing'],
    ],
    ["Vercel's, by the audience of a customer", trusts(vercel, ofCustomer), []],
    [
      "Vercel's, by that and a pattern of subjects",
      trusts(vercel, { ...ofCustomer, StringLike: { [`${vercel}:sub`]: 'owner:acme:project:x:*' } }),
      [],
    ],
    [
      "Vercel's, of every customer",
      trusts(vercel, { StringLike: { [`${vercel}:aud`]: 'https://vercel.com/*' } }),
      ['critical trust-audience-wildcard'],
    ],
    [
      "GitHub's, by an environment of anybody",
      trusts(github, {
        StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: 'environment:prod' },
      }),
      ['critical trust-subject-wildcard'],
    ],
    [
      "GitHub's, by a claim that AWS does not have",
      trusts(github, {
        StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${github}:job_workflow_ref`]: 'acme/*' },
      }),
      ['critical trust-subject-missing'],
    ],
    ['of a GitLab of its own that is managed, within its policy', managedGitlab, []],
    [
      'of a GitLab of its own that nobody knows',
      trusts(ownGitlab, gitlabSubjects),
      ['high trust-subject-wildcard', 'high trust-unknown-issuer'],
    ],
  ])('%s', (_what, situation, expected) => {
    const found = findingsOf(examined(situation), []).filter(({ role: name }) => name !== undefined);
    expect(found.map(({ severity, id }) => `${severity} ${id}`)).toEqual(expected);
  });
});

describe('role-without-policy', () => {
  const strange = {
    StringEquals: {
      'gitlab.com:aud': 'https://gitlab.com',
      'gitlab.com:sub': 'project_path:evil/x:ref_type:branch:ref:y',
    },
  };
  const forGitlab = trustStatement('gitlab.com', strange);
  const sentinel = trustStatement('sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/');
  const besides = (change: Parameters<typeof role>[0], policies = [policy()]): Situation => ({
    roles: [role(change)],
    bindings: [],
    applications: [],
    provider: managed(placeholder),
    policy: { ...gitlab, policies },
  });

  it.each<[string, Situation, boolean]>([
    ['a role whose policy is about another provider', besides({ trustPolicy: document(forGitlab) }), true],
    ['a role that is never touched', besides({ trustPolicy: document(forGitlab), name: 'cdk-x', path: '/' }), true],
    ["a role that is also Sentinel's", besides({ trustPolicy: document(forGitlab, sentinel) }), true],
    ['a role that waits for a binding that never comes', besides({}, gitlab.policies), false],
    ["a role of Sentinel's", besides({ trustPolicy: document(sentinel) }), false],
  ])('%s', (_what, situation, isFound) => {
    expect(idsOf(situation).includes('role-without-policy')).toBe(isFound);
  });
});

describe('how bad it is', () => {
  const severityOf = (situation: Situation, id: string) =>
    findingsOf(examined(situation), []).find((finding) => finding.id === id)?.severity;

  it.each<[string, Situation, string, string]>([
    [
      'no subject of an issuer that everybody shares',
      trusts(github, { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } }),
      'trust-subject-missing',
      'critical',
    ],
    ['no subject of a tenant of its own', by({ StringEquals: { [aud]: audience } }), 'trust-subject-missing', 'high'],
    [
      'a pattern across organizations of GitHub',
      trusts(github, { StringLike: { [`${github}:sub`]: 'repo:*' } }),
      'trust-subject-wildcard',
      'critical',
    ],
    [
      'a pattern across groups of GitLab',
      trusts('gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:*' } }),
      'trust-subject-wildcard',
      'critical',
    ],
    [
      'a pattern across organizations of HCP Terraform',
      trusts('app.terraform.io', { StringLike: { 'app.terraform.io:sub': 'organization:*' } }),
      'trust-subject-wildcard',
      'critical',
    ],
    [
      'a pattern of callers of a tenant',
      by({ StringLike: { [aud]: audience, [sub]: 'b*' } }),
      'trust-subject-wildcard',
      'high',
    ],
  ])('%s', (_what, situation, id, severity) => {
    expect(severityOf(situation, id)).toBe(severity);
  });

  it('comes first, and is the same whatever the order of the roles', () => {
    const roles = ['a', 'b', 'c'].map((name) =>
      role({ name, arn: `${role().arn}${name}`, trustPolicy: trusting(github) }),
    );
    const found = (some: typeof roles) => findingsOf(examined({ ...trusts(github), roles: some }), []);
    expect(found(roles)).toEqual(found(roles.toReversed()));
    expect(found(roles)[0]?.severity).toBe('critical');
  });
});

it('says of a finding which policy decides, and who answers for the role', () => {
  const owned: Situation = {
    ...having({ maxSessionDurationSeconds: 7200, tags: { team: 'web', owner: 'web@example.com' } }),
    policy: { policies: [policy({ ownerTag: 'owner' })] },
  };
  expect(findingsOf(examined(owned), []).find(({ id }) => id === 'role-limits')).toMatchObject({
    policy: 'workloads-prod',
    owner: 'web@example.com',
    role: 'web-deployer',
  });
});
