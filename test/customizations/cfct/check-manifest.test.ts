import { checkPackage } from '../../../customizations/cfct';
import { manifestWith, soundTemplate } from './support';

const check = (manifest: string, more: readonly { path: string; text: string }[] = []): string[] =>
  checkPackage([
    { path: 'manifest.yaml', text: manifest },
    { path: 'templates/one.template.json', text: soundTemplate },
    ...more,
  ]).map((one) => `${one.file}:${one.line} ${one.message}`);

describe('traps of the manifest', () => {
  test('none is found where there is none', () => {
    expect(check(manifestWith())).toEqual([]);
  });

  it.each(['scp', 'rcp'])('a policy deployed by %s needs no regions', (method) => {
    const withoutRegions = manifestWith(['stack_set', method], ['    regions:\n      - eu-west-1\n', '']);
    expect(check(withoutRegions)).toEqual([]);
  });

  it.each<[string, [string, string][], number, RegExp]>([
    ['an unknown key', [['    regions:', '    tags: {}\n    regions:']], 12, /no key "tags"/],
    ['an unknown key at the top', [['region: eu', 'owner: me\nregion: eu']], 1, /no key "owner"/],
    [
      'an unknown key of the targets',
      [['      accounts:', '      excluded: []\n      accounts:']],
      8,
      /no key "excluded"/,
    ],
    ['a quoted version', [['version: 2021-03-15', "version: '2021-03-15'"]], 1, /unquoted/],
    ['another version', [['2021-03-15', '2020-01-01']], 1, /version: 2021-03-15/],
    ['a quoted path', [['templates/one.template.json', '"templates/one.template.json"']], 5, /unquoted/],
    ['a path with a space', [['templates/one.template.json', 'templates/my one.json']], 5, /without spaces/],
    ['a path to nowhere', [['one.template.json', 'two.template.json']], 5, /no such file/],
    [
      'a path as first key',
      [
        [
          '  - name: one\n    resource_file: templates/one.template.json',
          '  - resource_file: templates/one.template.json\n    name: one',
        ],
      ],
      4,
      /first key/,
    ],
    ['a name with an underscore', [['name: one', 'name: o_ne']], 4, /109/],
    ['a name that is too long', [['name: one', `name: ${'a'.repeat(110)}`]], 4, /109/],
    ['a name that YAML takes for a number', [['name: one', 'name: 12']], 4, /109/],
    ['an unknown method', [['stack_set', 'stackset']], 6, /stack_set/],
    ['an account as a number', [['"222222222222"', '222222222222']], 9, /quoted id/],
    ['an account with too few digits', [['"222222222222"', '"22222222222"']], 9, /quoted id/],
    ['a path instead of a unit', [['"Workloads:Prod"', '/Workloads/Prod']], 11, /A:B/],
    ['blanks around the colon', [['"Workloads:Prod"', '"Workloads: Prod"']], 11, /A:B/],
    ['a unit that YAML takes for a truth', [['"Workloads:Prod"', 'No']], 11, /A:B/],
    ['no regions', [['    regions:\n      - eu-west-1\n', '']], 4, /regions/],
    [
      'no targets',
      [
        [
          '      accounts:\n        - "222222222222"\n      organizational_units:\n        - "Workloads:Prod"\n',
          '      accounts: []\n',
        ],
      ],
      8,
      /delete every instance/,
    ],
    [
      'a comma in a value',
      [['    regions:', '    parameters:\n      - parameter_key: A\n        parameter_value: "a,b"\n    regions:']],
      14,
      /commas/,
    ],
    [
      'a number as value',
      [['    regions:', '    parameters:\n      - parameter_key: A\n        parameter_value: 1\n    regions:']],
      14,
      /quoted string/,
    ],
    [
      'a reference within a value',
      [
        [
          '    regions:',
          '    parameters:\n      - parameter_key: A\n        parameter_value: x$[alfred_ssm_/a]\n    regions:',
        ],
      ],
      14,
      /whole value/,
    ],
    ['not YAML at all', [['resources:', 'resources: [']], 4, /no YAML/],
  ])('%s', (_name, replacements, line, message) => {
    const found = check(manifestWith(...replacements));
    expect(found.some((one) => one.startsWith(`manifest.yaml:${line} `) && message.test(one))).toBe(true);
  });

  test('two sources of parameters', () => {
    const manifest = manifestWith([
      '    regions:',
      '    parameters: []\n    parameter_file: parameters/one.json\n    regions:',
    ]);
    expect(check(manifest, [{ path: 'parameters/one.json', text: '[]' }])).toEqual([
      expect.stringMatching(/^manifest.yaml:12 .*neither/),
    ]);
  });

  test('two resources of one name', () => {
    const resource = manifestWith().split('resources:\n')[1]!;
    expect(check(manifestWith() + resource)).toEqual([expect.stringMatching(/^manifest.yaml:14 .*"one" is taken/)]);
  });

  test('comments may say anything', () => {
    expect(check(`# see resource_file: "x"\n${manifestWith()}`)).toEqual([]);
  });

  it.each([
    ['no JSON', '{', /no JSON/],
    ['a number', '[{"ParameterKey":"A","ParameterValue":1}]', /string/],
  ])('a file of parameters with %s', (_name, text, message) => {
    expect(check(manifestWith(), [{ path: 'parameters/one.json', text }])).toEqual([expect.stringMatching(message)]);
  });
});
