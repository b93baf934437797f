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
