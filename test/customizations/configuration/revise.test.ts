import { compilePolicy, editConfiguration, type ConfigurationEdit } from '../../../customizations/configuration';
import { sampleConfiguration } from '../sample';

const configuration = sampleConfiguration();
const policy = 'workloads-prod';

const edited = (...edits: readonly ConfigurationEdit[]) => {
  const { configuration: changed, diagnostics } = editConfiguration(configuration, edits);
  return { policy: changed && compilePolicy(changed), codes: diagnostics.map(({ code }) => code) };
};

it('is the same configuration without an edit', () => {
  expect(edited()).toEqual({ policy: compilePolicy(configuration), codes: [] });
});

it('changes a policy in the keys that are given, and in no other', () => {
  const before = compilePolicy(configuration).policies;
  const after = edited({ policyChange: { policy, onDelete: 'purge' } }).policy?.policies;
  expect(after).toEqual(before.map((one) => (one.name === policy ? { ...one, onDelete: 'purge' } : one)));
});

it('adds a policy under a name that is not there yet, and asks for all that a policy needs', () => {
  const match = { roles: { names: ['*-reader'] } };
  const added = {
    policy: 'readers',
    priority: 5,
    match,
    identityProvider: 'entra-prod',
    caller: 'own-application',
  } as const;
  expect(edited({ policyChange: added }).policy?.policies[0]?.name).toBe('readers');
  expect(edited({ policyChange: { policy: 'readers', priority: 5 } }).codes).toContain('missing-key');
});

it('declares a binding and takes it back, whatever the case of the role', () => {
  const bindings = (...edits: readonly ConfigurationEdit[]) =>
    edited(...edits).policy?.bindings.map(({ role }) => role);
  const declare = { declareBinding: { account: 'payments-us', role: 'web-deployer', policy } };
  expect(bindings(declare)).toEqual(['terraform-deployer', 'web-deployer']);
  expect(bindings(declare, declare)).toEqual(['terraform-deployer', 'web-deployer']);
  const takeBack = { undeclareBinding: { account: 'payments-us', role: 'Web-Deployer' } };
  expect(bindings(declare, takeBack)).toEqual(['terraform-deployer']);
});

it('lists an application as handed over, and no longer', () => {
  const application = 'a0d1e0ce-0000-4000-8000-00000000000b';
  const list = { listHandOver: { account: 'payments-us', role: 'web-deployer', application } };
  expect(edited(list).policy?.handOvers).toEqual([{ uniqueName: 'aws-444444444444-web-deployer', application }]);
  expect(edited(list, { unlistHandOver: { application } }).policy).toEqual(compilePolicy(configuration));
});

it.each<[string, ConfigurationEdit, string]>([
  ['an unknown account', { declareBinding: { account: 'nowhere', role: 'x', policy } }, 'unknown-account'],
  ['an unknown policy', { declareBinding: { account: 'payments-us', role: 'x', policy: 'none' } }, 'unknown-policy'],
  ['a priority that is taken', { policyChange: { policy, priority: 900 } }, 'duplicate-priority'],
])('checks an edit as it checks the YAML: %s', (_what, edit, code) => {
  expect(edited(edit)).toEqual({ policy: undefined, codes: [code] });
});
