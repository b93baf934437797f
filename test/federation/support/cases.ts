import type {
  AccountFacts,
  BindingPolicy,
  CompiledPolicy,
  IdentityProvider,
  OutsideProvider,
  Policy,
} from '../../../federation/compiled-policy';
import type { ObservedRole } from '../../../federation/observed';
import type { Pins } from '../../../federation/trust/pin';
import type { ManagedProvider } from '../../../federation/trust/managed-statements';

export const account = '444444444444';
export const tenant = '8a7b6c5d-0000-4000-8000-1234567890ab';
export const host = `sts.windows.net/${tenant}/`;
export const provider: ManagedProvider = { arn: `arn:aws:iam::${account}:oidc-provider/${host}`, hostAndPath: host };
export const placeholder = 'oidc-factory-pending';
export const audience = 'a0000000-0000-4000-8000-000000000001';
export const subject = 'b0000000-0000-4000-8000-000000000002';
export const pins: Pins = { provider, ownAudiences: [placeholder], audience, subjects: [subject] };

export type Json = Readonly<Record<string, unknown>>;

/** A statement as the console writes it for somebody who chose the standing audience; a key set to undefined is left out. */
export const statement = (change: Json = {}): Json =>
  withoutUndefined({
    Effect: 'Allow',
    Principal: { Federated: provider.arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${host}:aud`]: placeholder } },
    ...change,
  });

export const withCondition = (Condition: unknown): Json => statement({ Condition });

export const document = (...statements: readonly unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const identityProvider: IdentityProvider = {
  name: 'entra-prod',
  tenantId: tenant,
  cloud: 'public',
  factoryClientId: '5f2c0000-0000-4000-8000-abcdefabcdef',
  issuer: `https://${host}`,
};

export const facts: AccountFacts = {
  id: account,
  name: 'payments-eu',
  organizationalUnit: '/Workloads/Prod',
  tags: { stage: 'prod' },
};

/** A role without a permissions boundary. */
export const freeRole = (): ObservedRole => ({
  arn: `arn:aws:iam::${account}:role/ci/web-deployer`,
  name: 'web-deployer',
  path: '/ci/',
  roleId: 'AROAEXAMPLE',
  trustPolicy: document(statement()),
  maxSessionDurationSeconds: 3600,
  tags: { team: 'web' },
});

export const role = (change: Partial<ObservedRole> = {}): ObservedRole => ({
  ...freeRole(),
  permissionsBoundary: `arn:aws:iam::${account}:policy/ci-boundary`,
  ...change,
});

export const policy = (change: Partial<Policy> = {}): Policy => ({
  name: 'workloads-prod',
  priority: 100,
  match: {},
  identityProvider: 'entra-prod',
  caller: { kind: 'own-application' },
  audience: 'per-role',
  federatedCredentials: { allowed: [] },
  limits: { maxSessionDurationSeconds: 3600, requirePermissionsBoundary: true },
  onDelete: 'retire',
  enforcement: 'enforce',
  ...change,
});

export const bindingPolicy = (change: Partial<BindingPolicy> = {}): BindingPolicy => ({
  ...policy(change),
  caller: change.caller ?? { kind: 'own-application' },
});

export const github: OutsideProvider = {
  name: 'github',
  kind: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  audiences: ['sts.amazonaws.com'],
};

/** A policy for a role that GitHub's tokens may assume. */
export const githubPolicy = (change: Partial<Policy> = {}): Policy =>
  policy({
    name: 'github-deployers',
    identityProvider: 'github',
    caller: { kind: 'outside', subjects: ['repo:acme/*:environment:prod', 'repo:acme/infra:*'] },
    ...change,
  });

export const githubHost = 'token.actions.githubusercontent.com';

/** A statement for GitHub's tokens under a condition. */
export const githubStatement = (condition?: Json): Json =>
  statement({
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${githubHost}` },
    Condition: condition,
  });

/** What a statement within `githubPolicy` compares. */
export const githubCondition = (sub: unknown = 'repo:acme/web:environment:prod'): Json => ({
  StringEquals: { [`${githubHost}:aud`]: 'sts.amazonaws.com', [`${githubHost}:sub`]: sub },
});

export const compiled = (change: Partial<CompiledPolicy> = {}): CompiledPolicy => ({
  organization: { id: 'o-a1b2c3d4e5', partition: 'aws', homeRegion: 'eu-west-1', managementAccount: '111111111111' },
  factoryAccount: '222222222222',
  targets: { organizationalUnits: [{ path: '/Workloads', direct: false }], excludedAccounts: ['333333333333'] },
  identityProviders: [identityProvider],
  outsideProviders: [],
  policies: [policy()],
  organizationalUnits: {},
  accounts: {},
  bindings: [],
  perAccount: { trustPolicyLength: 2048, eventsPerHour: 600, applications: 200, removalsPerHour: 30 },
  guard: { sharePercent: 30, atLeast: 10, accountSharePercent: 50, accountAtLeast: 5, removalsPerHour: 50 },
  ...change,
});

const withoutUndefined = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
