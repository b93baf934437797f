import { synthesize } from '../../customizations/synthesize';
import { sampleInput } from './sample';

const input = sampleInput();

describe('synthesis', () => {
  const { files, diagnostics } = synthesize(input);

  test('makes the templates and the manifest, sorted by path, and finds nothing wrong with the sample', () => {
    expect(files.map((file) => file.path)).toEqual([
      'manifest.yaml',
      'templates/oidc-factory-account.template.json',
      'templates/oidc-factory-directory.template.json',
      'templates/oidc-factory-hook.template.json',
      'templates/oidc-factory-provider.template.json',
      'templates/oidc-factory.template.json',
    ]);
    expect(diagnostics).toEqual([]);
  });

  test('ends every file with one newline, and uses no other line ending', () => {
    for (const { text } of files) expect(text).toMatch(/^[^\r]*[^\r\n]\n$/);
  });

  test('reports a factory template that is too large, with its largest parts', () => {
    const large = synthesize({ ...input, bundles: { ...input.bundles, dispatcher: 'x'.repeat(1_000_000) } });
    expect(large.diagnostics).toMatchObject([
      { code: 'template-too-large', file: 'templates/oidc-factory.template.json', severity: 'error' },
    ]);
    expect(large.diagnostics[0]!.message).toMatch(/Its largest parts: Dispatcher 100\d\d\d/);
  });

  test('reports more role patterns than an inline policy can hold', () => {
    const [policy] = input.policy.policies;
    const rolePaths = Array.from({ length: 300 }, (_unused, index) => `/team-${index}/`);
    const policies = [{ ...policy!, match: { ...policy!.match, rolePaths } }];
    const { diagnostics: found } = synthesize({ ...input, policy: { ...input.policy, policies } });
    expect(found).toMatchObject([{ code: 'unsafe-template', file: 'templates/oidc-factory-account.template.json' }]);
    expect(found[0]!.message).toContain('10,240');
  });

  test('reports more identity providers than an environment can hold', () => {
    const [provider] = input.policy.identityProviders;
    const identityProviders = Array.from({ length: 20 }, (_unused, index) => {
      const tenantId = `8a7b6c5d-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`;
      return { ...provider!, name: `tenant-${index}`, tenantId, issuer: `https://sts.windows.net/${tenantId}/` };
    });
    const { diagnostics: found } = synthesize({ ...input, policy: { ...input.policy, identityProviders } });
    expect(found.map((one) => one.message)).toEqual([expect.stringContaining('4,096')]);
  });

  test('reports targets that CfCT cannot reach', () => {
    const { diagnostics: found } = synthesize(sampleInput(['[/Sandbox, /Workloads]', '[{ path: /, direct: true }]']));
    expect(found.map((one) => one.code)).toContain('target-not-deployable');
  });
});
