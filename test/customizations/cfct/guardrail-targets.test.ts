import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { guardrailTargets, renderManifest } from '../../../customizations/cfct';
import { rcp, sampleWith, scp } from '../guardrails/support';

const targetsOf = (units: string, ...more: readonly (readonly [string, string])[]) =>
  guardrailTargets(
    sampleWith(`serviceControlPolicy: { organizationalUnits: ${units} }`, ...more),
    'serviceControlPolicy',
  );

const rootUnit = ['path: /Sandbox }', 'path: /Sandbox }\n  - { id: ou-ab12-rootroot, path: /Root }'] as const;

describe('the units of a guardrail', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a unit, without those below it, which a policy reaches by itself', '[/Workloads]', ['Workloads']],
    ['a nested unit', '[/Workloads/Prod]', ['Workloads:Prod']],
    ['a unit and one below it', '[/Workloads/Prod, /Workloads]', ['Workloads']],
    ['two units, sorted', '[/Workloads/Test, /Sandbox]', ['Sandbox', 'Workloads:Test']],
    ['a unit by path and by id', '[/Workloads/Prod, ou-ab12-workprod]', ['Workloads:Prod']],
    ['a unit that says that those below it belong to it', '[{ path: /Workloads, direct: false }]', ['Workloads']],
    ['the whole organization', '[/Sandbox, /]', ['Root']],
  ])('%s', (_what, units, expected) => {
    expect(targetsOf(units)).toEqual({ organizationalUnits: expected, diagnostics: [] });
  });

  it.each<readonly [string, string, RegExp, readonly (readonly [string, string])[]]>([
    ['a unit without those below it', '[{ path: /Workloads, direct: true }]', /reaches everything below/, []],
    ['a unit that CfCT takes for everything', '[/Root]', /whole organization/, [rootUnit]],
  ])('%s is refused at its place', (_what, units, message, more) => {
    const { organizationalUnits, diagnostics } = targetsOf(units, ...more);
    expect(organizationalUnits).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: 'target-not-deployable', file: 'config/organization.yaml', line: 16, column: 61 },
    ]);
    expect(diagnostics[0]!.message).toMatch(message);
  });

  test('a guardrail that is off has none', () => {
    expect(guardrailTargets(sampleWith(rcp), 'serviceControlPolicy')).toEqual({
      organizationalUnits: [],
      diagnostics: [],
    });
  });
});

interface Resource {
  readonly name: string;
}

const manifestOf = (keys: string): readonly Resource[] =>
  (parse(renderManifest(sampleWith(keys)).text, { version: '1.1' }) as { resources: Resource[] }).resources;

describe('the manifest with guardrails', () => {
  test('has them first, aimed at their own units, without a region', () => {
    const [first, second, third] = manifestOf(
      `${scp}, resourceControlPolicy: { organizationalUnits: [/Workloads/Test] }`,
    );
    expect(first).toEqual({
      name: 'oidc-factory-scp',
      description: expect.any(String) as string,
      resource_file: 'guardrails/oidc-factory-scp.json',
      deploy_method: 'scp',
      deployment_targets: { organizational_units: ['Sandbox'] },
    });
    expect(second).toEqual({
      name: 'oidc-factory-rcp',
      description: expect.any(String) as string,
      resource_file: 'guardrails/oidc-factory-rcp.json',
      deploy_method: 'rcp',
      deployment_targets: { organizational_units: ['Workloads:Test'] },
    });
    expect(third!.name).toBe('oidc-factory-directory');
  });

  it.each([
    [scp, ['oidc-factory-scp']],
    [rcp, ['oidc-factory-rcp']],
    ['alsoAllow: [a.example.com]', []],
  ])('%s', (keys, expected) => {
    const names = manifestOf(keys).map(({ name }) => name);
    expect(names).toEqual([
      ...expected,
      'oidc-factory-directory',
      'oidc-factory',
      'oidc-factory-account',
      'oidc-factory-provider',
    ]);
  });

  test('has only keys that the schema of CfCT knows', () => {
    const text = readFileSync(path.join(__dirname, '..', '..', 'data', 'cfct-manifest-v2.schema.yaml'), 'utf8');
    const schema = parse(text) as { mapping: { resources: { sequence: { mapping: object }[] } } };
    const known = Object.keys(schema.mapping.resources.sequence[0]!.mapping);
    for (const resource of manifestOf(`${scp}, ${rcp}`))
      expect(Object.keys(resource).filter((key) => !known.includes(key))).toEqual([]);
  });
});
