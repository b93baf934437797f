import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  compilePolicy,
  type ConfigurationFile,
  loadConfiguration,
  policyHash,
} from '../../../customizations/configuration';
import type { CompiledPolicy } from '../../../federation/compiled-policy';
import isCompiledPolicy from '../../../schemas/generated/settings/compiled-policy.validate';
import { edited } from './sample';

const compiled = (files: readonly ConfigurationFile[]): CompiledPolicy => {
  const { configuration, diagnostics } = loadConfiguration(files);
  // Of policies by chance, one may take all that another is for.
  expect(diagnostics.filter(({ code }) => code !== 'needless-policy')).toEqual([]);
  return compilePolicy(configuration!);
};

const policiesFile = (path: string, policies: readonly unknown[]): ConfigurationFile => ({
  path,
  bytes: Buffer.from(stringify({ apiVersion: 'oidc-factory/v1', kind: 'Policies', policies })),
});

/** A GUID for each number. */
const ids = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

it('orders policies by priority and fills in what the sample leaves out', () => {
  const policy = compiled(edited({}));
  expect(policy.policies).toEqual([
    {
      name: 'workloads-prod',
      priority: 100,
      match: {
        organizationalUnits: [{ path: '/Workloads/Prod', direct: false }],
        accountNames: ['payments-*'],
        roleNames: ['*-deployer'],
        rolePaths: ['/ci/'],
        roleTags: { team: '*' },
      },
      identityProvider: 'entra-prod',
      caller: { kind: 'own-application' },
      audience: 'per-role',
      federatedCredentials: {
        tag: 'oidc-factory:subject',
        allowed: [
          { issuer: 'https://token.actions.githubusercontent.com', subjects: ['repo:acme/*:environment:prod'] },
        ],
      },
      limits: { maxSessionDurationSeconds: 3600, requirePermissionsBoundary: true },
      onDelete: 'retire',
      enforcement: 'enforce',
    },
    {
      name: 'sandbox',
      priority: 900,
      match: { organizationalUnits: [{ path: '/Sandbox', direct: false }], rolePaths: ['/ci/'] },
      identityProvider: 'entra-prod',
      caller: { kind: 'own-application' },
      audience: 'per-role',
      federatedCredentials: { allowed: [] },
      limits: { requirePermissionsBoundary: false },
      onDelete: 'purge',
      enforcement: 'audit',
    },
  ]);
});

it('audits, and retires, unless told otherwise', () => {
  const [plain] = compiled([
    ...edited({ 'policies/sandbox.yaml': null }),
    policiesFile('config/policies/a.yaml', [
      {
        name: 'plain',
        priority: 1,
        match: { roles: { names: ['*'] } },
        identityProvider: 'entra-prod',
        caller: 'own-application',
      },
    ]),
  ]).policies;
  expect(plain).toMatchObject({ onDelete: 'retire', enforcement: 'audit', audience: 'per-role' });
});

it.each([
  ['own-application', { kind: 'own-application' }],
  ['{ shared: payments-ci }', { kind: 'shared', name: 'payments-ci' }],
  [
    `{ existing: [${ids(2)}, ${ids(1)}], audience: ${ids(3)} }`,
    { kind: 'existing', principals: [ids(1), ids(2)], audience: ids(3) },
  ],
])('reads the caller %s', (text, caller) => {
  const { policies } = compiled(edited({ 'policies/sandbox.yaml': ['caller: own-application', `caller: ${text}`] }));
  expect(policies.find(({ name }) => name === 'sandbox')?.caller).toEqual(caller);
});

it('keeps an audience for the account', () => {
  const [policy] = compiled(edited({ 'policies/workloads.yaml': ['per-role', 'per-account'] })).policies;
  expect(policy?.audience).toBe('per-account');
});

it('knows what is handed over by the unique name of the caller that it becomes', () => {
  const text = `apiVersion: oidc-factory/v1\nkind: HandOvers\nhandOvers:\n${[
    `account: Payments-US, role: web-deployer, application: ${ids(2)}`,
    `shared: ci, application: ${ids(1)}`,
  ]
    .map((line) => `  - { ${line} }\n`)
    .join('')}`;
  const caller = { 'policies/sandbox.yaml': ['caller: own-application', 'caller: { shared: ci }'] } as const;
  expect(compiled(edited({ ...caller, 'hand-overs.yaml': text })).handOvers).toEqual([
    { uniqueName: 'aws-444444444444-web-deployer', application: ids(2) },
    { uniqueName: 'aws-shared-ci', application: ids(1) },
  ]);
  expect(compiled(edited({}))).not.toHaveProperty('handOvers');
});

it('knows the declared bindings by account id and role, whatever they are called in the YAML', () => {
  const text = `apiVersion: oidc-factory/v1\nkind: Bindings\nbindings:\n${[
    ['Payments-US', 'web-deployer'],
    ["'444444444444'", 'Api-deployer'],
    ['payments-us', 'api-b-deployer'],
  ]
    .map(([account, role]) => `  - { account: ${account}, role: ${role}, policy: workloads-prod }\n`)
    .join('')}`;
  expect(compiled(edited({ 'bindings/payments.yaml': text })).bindings).toEqual(
    ['api-b-deployer', 'Api-deployer', 'web-deployer'].map((role) => ({
      account: '444444444444',
      role,
      policy: 'workloads-prod',
    })),
  );
});

it.each([
  ['', {}],
  ['perAccount: { trustPolicyLength: 4096, removalsPerHour: 5 }', { trustPolicyLength: 4096, removalsPerHour: 5 }],
])('fills in what an account may ask for: %s', (text, given) => {
  const { perAccount } = compiled(edited({ 'organization.yaml': ['deliver: cfct', `deliver: cfct\n${text}`] }));
  expect(perAccount).toEqual({
    trustPolicyLength: 2048,
    eventsPerHour: 600,
    applications: 200,
    removalsPerHour: 30,
    ...given,
  });
});

it.each([
  ['', 50],
  ['guard: { removalsPerHour: 5 }', 5],
])('fills in what is done at most in the organization: %s', (text, removalsPerHour) => {
  const { guard } = compiled(edited({ 'organization.yaml': ['deliver: cfct', `deliver: cfct\n${text}`] }));
  expect(guard).toEqual({
    sharePercent: 30,
    atLeast: 10,
    accountSharePercent: 50,
    accountAtLeast: 5,
    removalsPerHour,
  });
});

it('is what the functions take for a compiled policy', () => {
  const files = edited({
    'organization.yaml': ['deliver: cfct', 'deliver: cfct\nperAccount: { eventsPerHour: 100 }'],
    'policies/sandbox.yaml': ['caller: own-application', 'caller: { shared: sandbox-ci }'],
  });
  expect(isCompiledPolicy(JSON.parse(JSON.stringify(compiled(files))))).toBe(true);
});

it.each([
  ['1h', 3600],
  ['12h', 43200],
  ['90m', 5400],
])('reads a session of %s as %d seconds', (text, seconds) => {
  const [policy] = compiled(
    edited({ 'policies/workloads.yaml': ['maxSessionDuration: 1h', `maxSessionDuration: ${text}`] }),
  ).policies;
  expect(policy?.limits.maxSessionDurationSeconds).toBe(seconds);
});

it('joins the subjects of an issuer that is given twice', () => {
  const again = `        - issuer: https://token.actions.githubusercontent.com\n          subjects: ['repo:acme/a:ref:x', 'repo:acme/*:environment:prod']\n    limits:`;
  const [policy] = compiled(edited({ 'policies/workloads.yaml': ['    limits:', again] })).policies;
  expect(policy?.federatedCredentials.allowed).toEqual([
    {
      issuer: 'https://token.actions.githubusercontent.com',
      subjects: ['repo:acme/*:environment:prod', 'repo:acme/a:ref:x'],
    },
  ]);
});

it('knows the accounts and units of the lock file, and the issuers', () => {
  const policy = compiled(edited({}));
  expect(policy.accounts['444444444444']).toEqual({
    id: '444444444444',
    name: 'payments-us',
    organizationalUnit: '/Workloads/Prod',
    tags: { 'cost-center': 'payments' },
  });
  expect(policy.organizationalUnits['ou-ab12-workprod']).toBe('/Workloads/Prod');
  expect(policy.identityProviders.map(({ issuer }) => issuer)).toEqual([
    'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
  ]);
});

it('is the same, byte for byte, however files and lists are ordered', () => {
  const settings = fc.record(
    {
      organizationalUnits: fc.subarray(['/Sandbox', '/Workloads', { path: '/Workloads', direct: true }, '/'], {
        minLength: 1,
      }),
      roles: fc.record({ names: fc.uniqueArray(fc.stringMatching(/^[a-z*-]{1,8}$/), { minLength: 1, maxLength: 4 }) }),
    },
    { requiredKeys: ['roles'] },
  );
  const arbitrary = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 6 })
    .chain((priorities) =>
      fc.tuple(
        fc.constant(priorities),
        fc.array(settings, { minLength: priorities.length, maxLength: priorities.length }),
      ),
    );
  fc.assert(
    fc.property(arbitrary, fc.infiniteStream(fc.nat()), ([priorities, matches], random) => {
      const shuffled = <T>(items: readonly T[]): T[] =>
        items
          .map((item) => [random.next().value as number, item] as const)
          .sort(([a], [b]) => a - b)
          .map(([, item]) => item);
      const policies = priorities.map((priority, i) => ({
        name: `policy-${priority}`,
        priority,
        match: matches[i]!,
        identityProvider: 'entra-prod',
        caller: 'own-application',
      }));
      const other = shuffled(policies).map((policy) => ({
        ...Object.fromEntries(shuffled(Object.entries(policy))),
        match: {
          ...(policy.match.organizationalUnits && { organizationalUnits: shuffled(policy.match.organizationalUnits) }),
          roles: { names: shuffled(policy.match.roles.names) },
        },
      }));
      const rest = edited({});
      const one = compiled([...rest, policiesFile('config/policies/a.yaml', policies)]);
      const two = compiled(
        shuffled([
          ...rest,
          policiesFile('config/policies/b.yaml', other.slice(0, 1)),
          policiesFile('config/a.yaml', other.slice(1)),
        ]),
      );
      expect(JSON.stringify(two)).toBe(JSON.stringify(one));
      expect(policyHash(two)).toBe(policyHash(one));
    }),
    { numRuns: 40 },
  );
});

it('has a hash that does not depend on the order of keys, and does on every value', () => {
  const policy = compiled(edited({}));
  const reversed: CompiledPolicy = { ...policy, ...Object.fromEntries(Object.entries(policy).reverse()) };
  expect(policyHash(policy)).toMatch(/^[0-9a-f]{64}$/);
  expect(policyHash(reversed)).toBe(policyHash(policy));
  const changed = compiled(edited({ 'policies/sandbox.yaml': ['onDelete: purge', 'onDelete: retire'] }));
  expect(policyHash(changed)).not.toBe(policyHash(policy));
});
