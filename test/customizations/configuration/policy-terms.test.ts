import fc from 'fast-check';
import { stringify } from 'yaml';
import { compilePolicy, loadConfiguration, policyHash } from '../../../customizations/configuration';
import type { AccountFacts, CompiledPolicy, Policy } from '../../../federation/compiled-policy';
import { enforcementAt } from '../../../federation/enforcement';
import { decidingPolicy } from '../../../federation/matching';
import isCompiledPolicy from '../../../schemas/generated/settings/compiled-policy.validate';
import { role } from '../../federation/support/cases';
import { edited } from './sample';

const base = {
  name: 'a',
  priority: 1,
  match: { roles: { names: ['*-deployer'] } },
  identityProvider: 'entra-prod',
  caller: 'own-application',
};

const compiled = (policies: readonly object[], defaults?: object): CompiledPolicy => {
  const withDefaults = `policyDefaults: ${JSON.stringify(defaults)}\ndeliver: cfct`;
  const files = edited({
    'policies/sandbox.yaml': null,
    'policies/workloads.yaml': stringify({ apiVersion: 'oidc-factory/v1', kind: 'Policies', policies }),
    'bindings/payments.yaml': null,
    ...(defaults !== undefined && { 'organization.yaml': ['deliver: cfct', withDefaults] as const }),
  });
  const { configuration, diagnostics } = loadConfiguration(files);
  expect(diagnostics).toEqual([]);
  const policy = compilePolicy(configuration!);
  expect(isCompiledPolicy(JSON.parse(JSON.stringify(policy)))).toBe(true);
  return policy;
};

const at = (organizationalUnit: string, id = '1'): AccountFacts => ({ id, name: 'x', organizationalUnit, tags: {} });
const termsAt = (policy: CompiledPolicy, account: AccountFacts): Policy | undefined =>
  decidingPolicy(policy.policies, account, role());

describe('defaults', () => {
  const defaults = {
    limits: { maxSessionDuration: '2h', bannedManagedPolicies: ['AdministratorAccess'], requiredTags: { owner: '*' } },
    ownerTag: 'owner',
    onDelete: 'purge',
    enforcement: 'enforce',
  };

  it('hold where the policy says nothing', () => {
    expect(compiled([base], defaults).policies).toMatchObject([
      {
        limits: {
          maxSessionDurationSeconds: 7200,
          requirePermissionsBoundary: false,
          bannedManagedPolicies: ['AdministratorAccess'],
          requiredTags: { owner: '*' },
        },
        ownerTag: 'owner',
        onDelete: 'purge',
        enforcement: 'enforce',
      },
    ]);
  });

  it('give way to the policy key by key, but for bans, which add up', () => {
    const limits = { maxSessionDuration: '1h', bannedManagedPolicies: ['IAMFullAccess'], requiredTags: { team: 'x' } };
    expect(compiled([{ ...base, limits, enforcement: 'audit' }], defaults).policies).toMatchObject([
      {
        limits: {
          maxSessionDurationSeconds: 3600,
          bannedManagedPolicies: ['AdministratorAccess', 'IAMFullAccess'],
          requiredTags: { team: 'x' },
        },
        onDelete: 'purge',
        enforcement: 'audit',
      },
    ]);
  });
});

describe('overrides', () => {
  const policy = compiled([
    {
      ...base,
      limits: { maxSessionDuration: '4h', bannedManagedPolicies: ['A'] },
      overrides: [
        { accounts: { ids: ['444444444444'] }, limits: { maxSessionDuration: '1h' } },
        { organizationalUnits: ['ou-ab12-workload'], enforcement: 'enforce', limits: { bannedManagedPolicies: ['B'] } },
      ],
    },
  ]);

  it.each([
    ['the first that is for the account', at('/Workloads/Prod', '444444444444'), 3600, 'audit', ['A']],
    ['a later one', at('/Workloads/Prod'), 14_400, 'enforce', ['A', 'B']],
    ['none elsewhere', at('/Sandbox'), 14_400, 'audit', ['A']],
  ] as const)('apply: %s', (_what, account, seconds, enforcement, banned) => {
    expect(termsAt(policy, account)).toMatchObject({
      name: 'a',
      priority: 1,
      enforcement,
      limits: { maxSessionDurationSeconds: seconds, bannedManagedPolicies: banned },
    });
  });

  it('match no role that the policy does not match', () => {
    expect(decidingPolicy(policy.policies, at('/Workloads/Prod'), role({ name: 'web' }))).toBeUndefined();
  });
});

describe('waves', () => {
  const policy = compiled([
    {
      ...base,
      enforcement: 'enforce',
      waves: [
        { organizationalUnits: ['/Sandbox'], from: '2027-01-05' },
        { organizationalUnits: ['/Workloads', '/Sandbox'], from: '2027-02-01' },
      ],
      overrides: [{ accounts: { ids: ['666666666666'] }, enforcement: 'audit' }],
    },
  ]);

  it.each([
    ['before the first day', at('/Sandbox'), '2027-01-04T23:59:59Z', 'audit'],
    ['on it', at('/Sandbox'), '2027-01-05T00:00:00Z', 'enforce'],
    ['of a later wave', at('/Workloads/Prod'), '2027-01-31T12:00:00Z', 'audit'],
    ['of a later wave, on its day', at('/Workloads/Prod'), '2027-02-01T12:00:00Z', 'enforce'],
    ['where no wave is', at('/Security'), '2030-01-01T00:00:00Z', 'audit'],
    ['where an override only reports', at('/Sandbox', '666666666666'), '2030-01-01T00:00:00Z', 'audit'],
  ] as const)('enforce: %s', (_what, account, now, expected) => {
    const deciding = termsAt(policy, account);
    expect(deciding && enforcementAt(deciding, new Date(now))).toBe(expected);
  });
});

it('is the same however policies are ordered and spread over files', () => {
  const policies = [1, 2, 3, 4].map((priority) => ({
    ...base,
    name: `p${priority}`,
    priority,
    match: { roles: { names: [`r${priority}`] }, except: { accounts: { names: ['z', 'y'] } } },
    enforcement: 'enforce',
    waves: [{ organizationalUnits: ['/Sandbox', '/Workloads'], from: '2027-01-05' }],
    overrides: [{ accounts: { ids: ['666666666666'] }, onDelete: 'purge' }],
  }));
  const hash = policyHash(compiled(policies));
  fc.assert(
    fc.property(fc.shuffledSubarray(policies, { minLength: 4 }), (shuffled) => {
      expect(policyHash(compiled(shuffled))).toBe(hash);
    }),
    { numRuns: 20 },
  );
});
