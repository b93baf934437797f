import type { CompiledPolicy, Policy } from '../../federation/compiled-policy';
import type { ObservedRole } from '../../federation/observed';
import type { PauseScope, StandingPause } from '../../federation/pauses';
import type { ReasonCode } from '../../federation/reasons';
import { pinTrust } from '../../federation/trust/pin';
import { decide, managedProvider, outOfScope, type Verdict } from '../../federation/verdict';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  freeRole,
  github,
  githubCondition,
  githubHost,
  githubPolicy,
  githubStatement,
  host,
  identityProvider,
  pins,
  policy,
  provider,
  role,
  statement,
  withCondition,
} from './support/cases';

interface Situation {
  readonly role?: Partial<ObservedRole>;
  readonly account?: Partial<typeof facts>;
  readonly policy?: Partial<Policy>;
  readonly compiled?: Partial<CompiledPolicy>;
  readonly audiences?: readonly string[];
  readonly isRevoked?: boolean;
  readonly boundBy?: string;
  readonly pauses?: readonly StandingPause[];
}

const now = new Date('2027-01-05T02:00:00.000Z');

const verdictOf = (situation: Situation): Verdict =>
  decide(
    role(situation.role),
    { ...facts, ...situation.account },
    {
      audiences: situation.audiences ?? [],
      isRevoked: situation.isRevoked ?? false,
      now,
      ...(situation.boundBy !== undefined && { boundBy: situation.boundBy }),
      ...(situation.pauses !== undefined && { pauses: situation.pauses }),
    },
    compiled({ policies: [policy(situation.policy)], ...situation.compiled }),
  );

const paused = (scope: PauseScope): Pick<Situation, 'pauses'> => ({
  pauses: [
    { scope, reason: 'a migration', by: 'arn:aws:iam::222222222222:user/ops', since: '2027-01-04T08:00:00.000Z' },
  ],
});

const foreign = document(withCondition({ StringEquals: { [`${host}:aud`]: audience } }));
const sentinel = (tenant: string): string =>
  document(
    statement(),
    statement({ Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/sts.windows.net/${tenant}/` } }),
  );
const manySubjects = Array.from({ length: 21 }, (_, index) => `subject-${index}`);

type Case = readonly [what: string, situation: Situation, kind: Verdict['kind'], codes: readonly ReasonCode[]];
const cases: readonly Case[] = [
  ['all is well', {}, 'bind', ['policy-matches']],
  ['the policy only reports', { policy: { enforcement: 'audit' } }, 'audit', ['policy-matches', 'enforcement-audit']],
  ['everything is paused', paused('everything'), 'audit', ['policy-matches', 'paused']],
  ['its policy is paused', paused(`policy:${policy().name}`), 'audit', ['policy-matches', 'paused']],
  ['another policy is paused', paused('policy:another'), 'bind', ['policy-matches']],
  [
    'the policy that it is bound by is paused, and is not the one that is for it by now',
    { ...paused('policy:another'), boundBy: 'another' },
    'audit',
    ['policy-matches', 'paused'],
  ],
  [
    'its policy only reports, and is paused besides',
    { ...paused('everything'), policy: { enforcement: 'audit' } },
    'audit',
    ['policy-matches', 'enforcement-audit', 'paused'],
  ],
  [
    'it breaks a limit, and its account is paused',
    { ...paused(`account:${account}`), role: { maxSessionDurationSeconds: 43_200 } },
    'refuse',
    ['session-too-long', 'paused'],
  ],
  [
    'no policy is for it, and its account is paused',
    { ...paused(`account:${account}`), policy: { match: { roleNames: ['x'] } } },
    'leave',
    ['no-policy-matches', 'paused'],
  ],
  ['another account is paused', paused('account:333333333333'), 'bind', ['policy-matches']],
  ['the account is excluded', { account: { id: '333333333333' } }, 'leave', ['account-excluded']],
  ['the account is elsewhere', { account: { organizationalUnit: '/Security' } }, 'leave', ['account-out-of-scope']],
  [
    'the account is both',
    { account: { id: '333333333333', organizationalUnit: '/Security' } },
    'leave',
    ['account-excluded'],
  ],
  [
    'the target is one unit, the account in it',
    {
      compiled: { targets: { organizationalUnits: [{ path: '/Workloads/Prod', direct: true }], excludedAccounts: [] } },
    },
    'bind',
    ['policy-matches'],
  ],
  [
    'the target is one unit, the account below it',
    { compiled: { targets: { organizationalUnits: [{ path: '/Workloads', direct: true }], excludedAccounts: [] } } },
    'leave',
    ['account-out-of-scope'],
  ],
  ['the policy is enforced from today on', { policy: { enforceFrom: '2027-01-05' } }, 'bind', ['policy-matches']],
  [
    'the policy is enforced from tomorrow on',
    { policy: { enforceFrom: '2027-01-06' } },
    'audit',
    ['policy-matches', 'enforcement-audit'],
  ],
  ['the role is left out', { policy: { match: { except: { roleNames: ['web-*'] } } } }, 'leave', ['no-policy-matches']],
  [
    'the boundary is another',
    { policy: { limits: { requirePermissionsBoundary: false, permissionsBoundaries: ['other'] } } },
    'refuse',
    ['permissions-boundary-not-allowed'],
  ],
  [
    'a managed policy is banned',
    {
      role: { managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      policy: { limits: { requirePermissionsBoundary: false, bannedManagedPolicies: ['AdministratorAccess'] } },
    },
    'refuse',
    ['managed-policy-banned'],
  ],
  [
    'a managed policy is not allowed',
    {
      role: { managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      policy: { limits: { requirePermissionsBoundary: false, allowedManagedPolicies: ['ReadOnlyAccess'] } },
    },
    'refuse',
    ['managed-policy-not-allowed'],
  ],
  [
    'nobody has read the managed policies that the policy asks for',
    { policy: { limits: { requirePermissionsBoundary: false, bannedManagedPolicies: ['AdministratorAccess'] } } },
    'refuse',
    ['managed-policies-unknown'],
  ],
  [
    'a tag is missing',
    { policy: { limits: { requirePermissionsBoundary: false, requiredTags: { owner: '*' } } } },
    'refuse',
    ['required-tag-missing'],
  ],
  ['there is no policy', { compiled: { policies: [] } }, 'leave', ['no-policy-matches']],
  ['no policy is for the role', { policy: { match: { roleNames: ['x'] } } }, 'leave', ['no-policy-matches']],
  ['the policy’s provider is gone', { compiled: { identityProviders: [] } }, 'leave', ['no-policy-matches']],
  ['the trust policy is no policy', { role: { trustPolicy: '{' } }, 'leave', ['trust-unreadable']],
  [
    'the trust policy is not understood',
    { role: { trustPolicy: document(statement({ Condition: null })) } },
    'leave',
    ['trust-unreadable'],
  ],
  [
    'the role does not trust the provider',
    { role: { trustPolicy: document(statement({ Principal: { AWS: account }, Action: 'sts:AssumeRole' })) } },
    'leave',
    ['no-trust-statement'],
  ],
  [
    'it trusts another account’s provider',
    {
      role: {
        trustPolicy: document(statement({ Principal: { Federated: provider.arn.replace(account, '555555555555') } })),
      },
    },
    'leave',
    ['no-trust-statement'],
  ],
  [
    'the role is Sentinel’s',
    { role: { trustPolicy: sentinel('33e01921-4d64-4f8c-a055-5bdaffd5e33d') } },
    'leave',
    ['sentinel-role'],
  ],
  [
    'the role is Sentinel’s, of the Government cloud',
    { role: { trustPolicy: sentinel('cab8a31a-1906-4287-a0d8-4eef66b95f6e') } },
    'leave',
    ['sentinel-role'],
  ],
  [
    'IAM would refuse to save it',
    {
      role: {
        trustPolicy: document(
          statement(),
          statement({
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
            Condition: undefined,
          }),
        ),
      },
    },
    'refuse',
    ['trust-public-issuer-open'],
  ],
  ['its binding was revoked', { isRevoked: true }, 'refuse', ['binding-revoked']],
  [
    'its binding is declared for another policy',
    { compiled: { bindings: [{ account, role: 'Web-Deployer', policy: 'other' }] } },
    'refuse',
    ['binding-policy-mismatch'],
  ],
  [
    'its binding is declared for this policy',
    { compiled: { bindings: [{ account, role: 'web-deployer', policy: 'workloads-prod' }] } },
    'bind',
    ['policy-matches'],
  ],
  ['the role governs the account', { role: { name: 'cdk-x-deploy-role', path: '/' } }, 'leave', ['protected-role']],
  ['the statement is somebody else’s', { role: { trustPolicy: foreign } }, 'refuse', ['trust-statement-foreign']],
  [
    'the audience is one that this role was given',
    { role: { trustPolicy: foreign }, audiences: [audience] },
    'bind',
    ['policy-matches'],
  ],
  [
    'the audience is missing',
    { role: { trustPolicy: document(statement({ Condition: undefined })) } },
    'refuse',
    ['trust-audience-missing'],
  ],
  [
    'the statement is shared',
    { role: { trustPolicy: document(statement({ Principal: '*' })) } },
    'refuse',
    ['trust-statement-shared'],
  ],
  ['sessions are as long as they may', { role: { maxSessionDurationSeconds: 3600 } }, 'bind', ['policy-matches']],
  ['sessions are too long', { role: { maxSessionDurationSeconds: 3601 } }, 'refuse', ['session-too-long']],
  [
    'sessions are long, and may',
    { role: { maxSessionDurationSeconds: 43200 }, policy: { limits: { requirePermissionsBoundary: true } } },
    'bind',
    ['policy-matches'],
  ],
  [
    'a subject is not allowed',
    {
      role: { tags: { s: 'x' } },
      policy: { federatedCredentials: { tag: 's', allowed: [{ issuer: 'https://i', subjects: ['y'] }] } },
    },
    'refuse',
    ['subject-not-allowed'],
  ],
  [
    'there are too many subjects',
    { policy: { federatedCredentials: { allowed: [{ issuer: 'https://i', subjects: manySubjects }] } } },
    'refuse',
    ['too-many-credentials'],
  ],
  [
    'much is wrong: all of it is said',
    {
      role: { trustPolicy: foreign, maxSessionDurationSeconds: 7200, tags: { s: 'x' } },
      policy: { federatedCredentials: { tag: 's', allowed: [] } },
    },
    'refuse',
    ['trust-statement-foreign', 'session-too-long', 'subject-not-allowed'],
  ],
  [
    'what is wrong is refused, whether or not the policy only reports',
    { role: { trustPolicy: foreign }, policy: { enforcement: 'audit' } },
    'refuse',
    ['trust-statement-foreign'],
  ],
];

describe('decide', () => {
  it.each(cases)('%s', (_what, situation, kind, codes) => {
    const verdict = verdictOf(situation);
    expect([verdict.kind, verdict.reasons.map(({ code }) => code)]).toEqual([kind, codes]);
  });

  it('a role without a boundary is refused where the policy wants one', () => {
    const decideOn = (requirePermissionsBoundary: boolean) =>
      decide(
        freeRole(),
        facts,
        { audiences: [], isRevoked: false, now },
        compiled({ policies: [policy({ limits: { requirePermissionsBoundary } })] }),
      );
    expect(decideOn(true)).toMatchObject({ kind: 'refuse', reasons: [{ code: 'permissions-boundary-missing' }] });
    expect(decideOn(false).kind).toBe('bind');
  });

  it('lets the first policy that matches decide, also where it refuses and a later one would not', () => {
    const policies = [
      policy({ name: 'other', priority: 1, match: { rolePaths: ['/x/'] } }),
      policy({
        name: 'strict',
        priority: 2,
        limits: { maxSessionDurationSeconds: 900, requirePermissionsBoundary: false },
      }),
      policy({ name: 'lax', priority: 3 }),
    ];
    expect(verdictOf({ compiled: { policies } })).toMatchObject({ kind: 'refuse', policy: { name: 'strict' } });
    expect(verdictOf({ compiled: { policies }, role: { path: '/x/' } })).toMatchObject({
      kind: 'bind',
      policy: { name: 'other' },
    });
  });

  it('says which key of each policy the role misses', () => {
    const policies = [
      policy({ name: 'a', match: { accountNames: ['x'] } }),
      policy({ name: 'b', match: { roleTags: { x: '*' } } }),
    ];
    expect(verdictOf({ compiled: { policies } }).reasons[0]?.because).toBe(
      'No policy is for the role; it misses a by accounts.names, b by roles.tags.',
    );
  });

  it('names the chosen subject alone', () => {
    const verdict = verdictOf({
      role: { tags: { s: 'repo:acme/web' } },
      policy: {
        federatedCredentials: { tag: 's', allowed: [{ issuer: 'https://i', subjects: ['repo:acme/*', 'literal'] }] },
      },
    });
    expect(verdict).toMatchObject({
      kind: 'bind',
      identityProvider,
      credentials: [{ issuer: 'https://i', subject: 'repo:acme/web' }],
    });
  });

  it('every sentence ends as one', () => {
    for (const [, situation] of cases) {
      for (const { because } of verdictOf(situation).reasons) expect(because).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('reasons', () => {
  it('each is given somewhere', () => {
    // As a record, so that the compiler wants every code here.
    const all: Readonly<Record<ReasonCode, true>> = {
      'account-departed': true,
      'account-excluded': true,
      'account-out-of-scope': true,
      'no-policy-matches': true,
      'policy-matches': true,
      'no-trust-statement': true,
      'trust-unreadable': true,
      'trust-statement-shared': true,
      'trust-statement-foreign': true,
      'trust-audience-missing': true,
      'trust-audience-not-allowed': true,
      'trust-subject-not-allowed': true,
      'trust-within-policy': true,
      'trust-too-long': true,
      'sentinel-role': true,
      'protected-role': true,
      'session-too-long': true,
      'session-duration-unknown': true,
      'permissions-boundary-missing': true,
      'permissions-boundary-not-allowed': true,
      'managed-policy-not-allowed': true,
      'managed-policy-banned': true,
      'managed-policies-unknown': true,
      'required-tag-missing': true,
      'subject-not-allowed': true,
      'too-many-credentials': true,
      'enforcement-audit': true,
      paused: true,
      'binding-revoked': true,
      'binding-policy-mismatch': true,
      'trust-public-issuer-open': true,
      'trust-contested': true,
    };
    const ofGitHub = compiled({ outsideProviders: [github], policies: [githubPolicy()] });
    const tooLong = pinTrust(role().trustPolicy, { ...pins, maxLength: 1 });
    const given = new Set<ReasonCode>([
      // Who has written over a binding, and what was not read, is known to the steps alone.
      'trust-contested',
      'session-duration-unknown',
      ...cases.flatMap(([, situation]) => verdictOf(situation).reasons.map(({ code }) => code)),
      ...decide(freeRole(), facts, { audiences: [], isRevoked: false, now }, compiled()).reasons.map(
        ({ code }) => code,
      ),
      ...[githubCondition(), githubCondition('repo:evil/x'), { StringEquals: { [`${githubHost}:aud`]: 'x' } }]
        .map((condition) => role({ trustPolicy: document(githubStatement(condition)) }))
        .flatMap((each) => decide(each, facts, { audiences: [], isRevoked: false, now }, ofGitHub).reasons)
        .map(({ code }) => code),
      ...decide(
        role(),
        { ...facts, departed: 'closed' },
        { audiences: [], isRevoked: false, now },
        compiled(),
      ).reasons.map(({ code }) => code),
      ...(tooLong.kind === 'impossible' ? tooLong.reasons.map(({ code }) => code) : []),
    ]);
    expect([...given].sort()).toEqual(Object.keys(all).sort());
  });
});

describe('another managed provider', () => {
  const other = 'c0000000-0000-4000-8000-00000000000c';
  const host = `sts.windows.net/${other}/`;
  const policyOfBoth = compiled({
    identityProviders: [identityProvider, { ...identityProvider, name: 'other', issuer: `https://${host}` }],
  });
  const beside = (condition: object): string =>
    document(
      statement(),
      statement({ Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` }, Condition: condition }),
    );

  it.each([
    ['by nothing', {}, 'trust-audience-missing'],
    [
      'by an audience that the factory did not write',
      { StringEquals: { [`${host}:aud`]: other } },
      'trust-statement-foreign',
    ],
  ])('that the role trusts, held %s, keeps the role from being bound', (_what, condition, code) => {
    const verdict = decide(
      role({ trustPolicy: beside(condition) }),
      facts,
      { audiences: [], isRevoked: false, now },
      policyOfBoth,
    );
    expect(verdict).toMatchObject({ kind: 'refuse', reasons: [{ code }] });
  });
});

describe('an outside provider', () => {
  const forPlaceholder = {
    StringEquals: {
      [`${githubHost}:aud`]: 'oidc-factory-pending',
      [`${githubHost}:sub`]: 'repo:evil/x:ref:refs/heads/y',
    },
  };
  it.each([
    ['', githubCondition()],
    [' for the placeholder, which GitHub grants to whoever asks,', forPlaceholder],
  ])('that the role trusts beside its own%s keeps the role from being bound', (_what, condition) => {
    const verdict = decide(
      role({ trustPolicy: document(statement(), githubStatement(condition)) }),
      facts,
      { audiences: [], isRevoked: false, now },
      compiled({ outsideProviders: [github] }),
    );
    expect(verdict).toMatchObject({ kind: 'refuse', reasons: [{ code: 'trust-statement-foreign' }] });
  });
});

describe('what decide binds, pinTrust can pin', () => {
  it.each(cases.filter(([, , kind]) => kind === 'bind'))('%s', (_what, situation) => {
    const ownAudiences = [...pins.ownAudiences, ...(situation.audiences ?? [])];
    expect(pinTrust(role(situation.role).trustPolicy, { ...pins, ownAudiences }).kind).toBe('changed');
  });

  it.each(
    cases.filter(([, , , codes]) => codes.some((code) => code.startsWith('trust-') || code === 'no-trust-statement')),
  )('and not where %s', (_what, situation) => {
    const other = { ...pins, audience: 'c0000000-0000-4000-8000-000000000003' };
    expect(pinTrust(role(situation.role).trustPolicy, other).kind).toBe('impossible');
  });
});

describe('managedProvider', () => {
  it.each([
    ['aws', provider.arn],
    ['aws-cn', provider.arn.replace('aws', 'aws-cn')],
    ['aws-us-gov', provider.arn.replace('aws', 'aws-us-gov')],
  ] as const)('in %s', (partition, arn) => {
    const settings = compiled({ organization: { ...compiled().organization, partition } });
    expect(managedProvider(settings, account, identityProvider)).toEqual({ arn, hostAndPath: host });
  });
});

describe('outOfScope', () => {
  it('says nothing of an account in scope', () => {
    expect(outOfScope(facts, compiled())).toBeUndefined();
  });
});
