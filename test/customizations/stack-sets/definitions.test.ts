import { stackSetDefinitions, stackSetTargets } from '../../../customizations/stack-sets';
import { synthesize } from '../../../customizations/synthesize';
import { inputOf, sampleConfiguration } from '../sample';

const delivered = ['deliver: cfct', 'deliver: stacksets'] as const;
const targets = (text: string) => ['[/Sandbox, /Workloads]', text] as const;
const units = { sandbox: 'ou-ab12-sandbox0', workloads: 'ou-ab12-workload', root: 'r-ab12' };

it('lists what CfCT would be given, in its order, without the hook, which StackSets do not reach', () => {
  expect(stackSetDefinitions(sampleConfiguration(delivered))).toMatchObject([
    {
      name: 'oidc-factory-directory',
      regions: ['eu-west-1'],
      organizationalUnits: [units.root],
      accounts: ['222222222222'],
      autoDeployment: false,
    },
    { name: 'oidc-factory', accounts: ['222222222222'], autoDeployment: false },
    {
      name: 'oidc-factory-account',
      regions: ['us-east-1'],
      organizationalUnits: [units.sandbox, units.workloads],
      autoDeployment: true,
    },
    { name: 'oidc-factory-provider', autoDeployment: true, dependsOn: 'oidc-factory-account' },
  ]);
});

it('generates the list in the place of the manifest, and the same templates for the accounts', () => {
  const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
  const { files, diagnostics } = synthesize(inputOf(sampleConfiguration(delivered)));
  expect(diagnostics).toEqual([]);
  expect(pathsOf(files)).toContain('stack-sets.json');
  const others = synthesize(inputOf(sampleConfiguration())).files;
  const withoutLists = (paths: readonly string[]) => paths.filter((path) => path.startsWith('templates/'));
  expect(withoutLists(pathsOf(files))).toEqual(withoutLists(pathsOf(others)));
  expect(pathsOf(files)).not.toContain('manifest.yaml');
  for (const kind of ['account', 'provider']) {
    const textOf = (all: typeof files) => all.find(({ path }) => path.endsWith(`-${kind}.template.json`))!.text;
    expect(textOf(files)).toBe(textOf(others));
  }
});

it.each([
  ['the root is its id', targets('[/]'), [units.root]],
  ['a unit below another target is left out', targets('[/Workloads/Prod, /Workloads]'), [units.workloads]],
  ['an id means itself', targets('[ou-ab12-sandbox0]'), [units.sandbox]],
])('aims at ids: %s', (_what, replacement, expected) => {
  expect(stackSetTargets(sampleConfiguration(delivered, replacement))).toEqual({
    organizationalUnits: expected,
    diagnostics: [],
  });
});

it('refuses a unit without those below it, which StackSets always reach', () => {
  const configuration = sampleConfiguration(delivered, targets('[{ path: /Workloads, direct: true }, /Sandbox]'));
  const { organizationalUnits, diagnostics } = stackSetTargets(configuration);
  expect(organizationalUnits).toEqual([units.sandbox]);
  expect(diagnostics).toMatchObject([{ code: 'target-not-deployable', line: 14 }]);
});

it('refuses a hook that a manifest would bring', () => {
  const hook = ['  entraCredential:', '  lifecycleHook: manifest\n  entraCredential:'] as const;
  expect(() => sampleConfiguration(delivered, hook)).toThrow(/lifecycleHook: command/);
});
