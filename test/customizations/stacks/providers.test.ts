import { renderTemplates, templatePaths } from '../../../customizations/stacks';
import { sampleInput } from '../sample';
import { templatesOf } from './support';

const textOf = (...replacements: [string, string][]): string =>
  renderTemplates(sampleInput(...replacements)).find((file) => file.path === templatePaths.provider)!.text;

describe('the provider template is frozen', () => {
  test.each([
    ['another policy', [['priority: 900', 'priority: 901']]],
    [
      'another audience of the factory',
      [['5f2c0000-0000-4000-8000-abcdefabcdef', '5f2c0000-0000-4000-8000-abcdefabcde0']],
    ],
    ['another notification address', [['platform@example.com', 'other@example.com']]],
    ['another workflow', [['timeout: 19h', 'timeout: 12h']]],
  ] as [string, [string, string][]][])('%s does not change a byte', (_name, replacements) => {
    expect(textOf(...replacements)).toBe(textOf());
  });

  test('a new name of the provider does not change a byte', () => {
    const input = sampleInput();
    const renamed = templatesOf({
      ...input,
      policy: {
        ...input.policy,
        identityProviders: input.policy.identityProviders.map((one) => ({ ...one, name: 'x' })),
      },
    });
    expect(renamed.provider).toEqual(templatesOf(input).provider);
  });

  test('the resource has the placeholder as its only audience, a thumbprint, no tags, and stays for ever', () => {
    const [resource] = Object.values(templatesOf(sampleInput()).provider.Resources);
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(resource!.Properties).toEqual({
      Url: 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
      ClientIdList: ['oidc-factory-pending'],
      ThumbprintList: [expect.stringMatching(/^[0-9a-f]{40}$/)],
    });
  });
});

describe('a provider for an outside issuer', () => {
  const github = '  - { name: hub, kind: github, existingIn: ["444444444444"] }\n';
  const more = (...items: readonly string[]) =>
    templatesOf(sampleInput(['identityProviders:\n', `identityProviders:\n${items.join('')}`])).provider.Resources;
  const urls = (resources: ReturnType<typeof more>) =>
    Object.fromEntries(Object.entries(resources).map(([id, { Properties }]) => [Properties.Url, id]));

  test('stands beside the tenant’s, which stays as it is', () => {
    const alone = templatesOf(sampleInput()).provider.Resources;
    const [id, ...others] = Object.keys(more(github)).filter((each) => !Object.hasOwn(alone, each));
    expect([id, others]).toEqual([expect.stringMatching(/^Issuer[0-9a-f]{32}$/), []]);
    expect(more(github)).toMatchObject(alone);
  });

  test('has the audiences of the configuration and no placeholder, and stays for ever', () => {
    const found = Object.values(more('  - { name: hub, kind: github, audiences: [b, a] }\n')).find(
      ({ Properties }) => Properties.Url === 'https://token.actions.githubusercontent.com',
    );
    expect(found).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(found?.Properties.ClientIdList).toEqual(['a', 'b']);
  });

  test('is left out where an account has one', () => {
    const isWanted = (item: string) => {
      const { provider } = templatesOf(sampleInput(['identityProviders:\n', `identityProviders:\n${item}`]));
      const [id = ''] = Object.keys(provider.Resources).filter((each) => each.startsWith('Issuer'));
      return JSON.stringify(provider.Conditions?.[String(provider.Resources[id]!.Condition)]);
    };
    expect(isWanted(github)).toContain('444444444444');
    expect(isWanted('  - { name: hub, kind: github }\n')).not.toContain('444444444444');
  });

  test('is called after its issuer: name, kind, audiences and neighbours change nothing', () => {
    const id = urls(more(github))['https://token.actions.githubusercontent.com'];
    const others = urls(
      more(
        '  - { name: x, kind: oidc, issuer: https://token.actions.githubusercontent.com, audiences: [a] }\n',
        '  - { name: a, kind: gitlab }\n',
        '  - { name: b, kind: oidc, issuer: https://token.actions.githubusercontent.com/acme, audiences: [a] }\n',
      ),
    );
    expect(others['https://token.actions.githubusercontent.com']).toBe(id);
    expect(new Set(Object.values(others)).size).toBe(4);
  });
});
