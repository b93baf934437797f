import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { manifestTargets, renderManifest } from '../../../customizations/cfct';
import { sampleConfiguration } from '../sample';

interface Resource {
  readonly name: string;
  readonly resource_file: string;
  readonly regions: readonly string[];
  readonly deployment_targets: {
    readonly accounts?: readonly string[];
    readonly organizational_units?: readonly string[];
  };
}

const resourcesOf = (...replacements: [string, string][]): readonly Resource[] =>
  (parse(renderManifest(sampleConfiguration(...replacements)).text, { version: '1.1' }) as { resources: Resource[] })
    .resources;

describe('the manifest', () => {
  test('deploys the factory first, its directory side before the rest, the vended accounts next, the provider last', () => {
    expect(resourcesOf().map(({ name, regions }) => [name, ...regions])).toEqual([
      ['oidc-factory-directory', 'eu-west-1'],
      ['oidc-factory', 'eu-west-1'],
      ['oidc-factory-account', 'us-east-1'],
      ['oidc-factory-provider', 'us-east-1'],
    ]);
  });

  test('leaves the management account alone, unless the user says that it can take the hook', () => {
    expect(resourcesOf().map((one) => one.resource_file)).not.toContain('templates/oidc-factory-hook.template.json');
    const withHook = resourcesOf(['  notifications:', '  lifecycleHook: manifest\n  notifications:']);
    expect(withHook.map(({ name }) => name)).toEqual([
      'oidc-factory-directory',
      'oidc-factory',
      'oidc-factory-hook',
      'oidc-factory-account',
      'oidc-factory-provider',
    ]);
    expect(withHook[2]!.deployment_targets).toEqual({ accounts: ['111111111111'] });
    expect(withHook[2]!.regions).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('aims at units, never at a list of accounts, where accounts are vended', () => {
    const [directory, factory, account, provider] = resourcesOf();
    const units = ['Sandbox', 'Workloads', 'Workloads:Prod', 'Workloads:Test'];
    expect(directory!.deployment_targets).toEqual({ accounts: ['222222222222'] });
    expect(factory!.deployment_targets).toEqual({ accounts: ['222222222222'] });
    expect(account!.deployment_targets).toEqual({ organizational_units: units });
    expect(provider!.deployment_targets).toEqual({ organizational_units: units });
  });

  test('has keys and values as the schema of CfCT wants them', () => {
    const text = readFileSync(path.join(__dirname, '..', '..', 'data', 'cfct-manifest-v2.schema.yaml'), 'utf8');
    const schema = parse(text) as { mapping: { resources: { sequence: { mapping: object }[] } } };
    const known = Object.keys(schema.mapping.resources.sequence[0]!.mapping);
    for (const resource of resourcesOf()) {
      expect(Object.keys(resource).filter((key) => !known.includes(key))).toEqual([]);
    }
    expect(renderManifest(sampleConfiguration()).text).toMatch(/^version: 2021-03-15$/m);
  });

  test.each(['No', '123', 'a: b', '# x', '"quoted"', "it's", 'Ünit 1'])('reads back a unit named %s', (name) => {
    const configuration = sampleConfiguration();
    const { value } = configuration.lock;
    const units = [...value.organizationalUnits, { id: 'ou-ab12-workodd0', path: `/Workloads/${name}` }];
    const { text } = renderManifest({
      ...configuration,
      lock: { ...configuration.lock, value: { ...value, organizationalUnits: units } },
    });
    const manifest = parse(text, { version: '1.1' }) as { resources: Resource[] };
    expect(manifest.resources[2]!.deployment_targets.organizational_units).toContain(`Workloads:${name}`);
  });
});

describe('targets', () => {
  it.each([
    ['a unit with all below it', '[/Workloads]', ['Workloads', 'Workloads:Prod', 'Workloads:Test']],
    ['a unit without those below it', '[{ path: /Workloads, direct: true }]', ['Workloads']],
    ['a nested unit', '[/Workloads/Prod]', ['Workloads:Prod']],
    ['a unit and one within it', '[/Workloads, /Workloads/Prod]', ['Workloads', 'Workloads:Prod', 'Workloads:Test']],
    ['the whole organization', '[/]', ['Root']],
    ['the whole organization and more', '[/, /Sandbox]', ['Root']],
  ])('%s', (_name, targets, expected) => {
    const configuration = sampleConfiguration(['[/Sandbox, /Workloads]', targets]);
    expect(manifestTargets(configuration)).toEqual({ organizationalUnits: expected, diagnostics: [] });
  });

  test("a unit whose name begins as another's does not come along", () => {
    const configuration = sampleConfiguration(
      ['[/Sandbox, /Workloads]', '[/Sandbox]'],
      ['path: /Sandbox }', 'path: /Sandbox }\n  - { id: ou-ab12-sandbox2, path: /Sandbox2 }'],
    );
    expect(manifestTargets(configuration).organizationalUnits).toEqual(['Sandbox']);
  });

  it.each([
    ['the accounts directly below the root', '[{ path: /, direct: true }]', []],
    [
      'a unit that CfCT takes for everything',
      '[/Root]',
      [['path: /Sandbox }', 'path: /Sandbox }\n  - { id: ou-ab12-rootroot, path: /Root }']],
    ],
  ] as [string, string, [string, string][]][])('%s are refused at their place', (_name, targets, more) => {
    const configuration = sampleConfiguration(['[/Sandbox, /Workloads]', targets], ...more);
    const { organizationalUnits, diagnostics } = manifestTargets(configuration);
    expect(organizationalUnits).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'target-not-deployable', file: 'config/organization.yaml', line: 14 }]);
  });
});
