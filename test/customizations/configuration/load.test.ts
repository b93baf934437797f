import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { formatDiagnostic, loadConfiguration, loadScenario } from '../../../customizations/configuration';
import { edited, sample } from './sample';

const files = Object.keys(sample);
const header = 'apiVersion: oidc-factory/v1\nkind: ';

const policyWith = (match: string): string =>
  `${header}Policies\npolicies:\n  - { name: a, priority: 1, ${match}, identityProvider: entra-prod, caller: own-application }\n`;

const messagesOf = (edits: Parameters<typeof edited>[0]): string =>
  loadConfiguration(edited(edits)).diagnostics.map(formatDiagnostic).join('\n');

describe('the sample', () => {
  it('loads without a diagnostic', () => {
    const { configuration, diagnostics } = loadConfiguration(edited({}));
    expect(diagnostics).toEqual([]);
    expect(configuration?.policies.map(({ value }) => value.name)).toEqual(['sandbox', 'workloads-prod']);
    expect(configuration?.workflows.map(({ value }) => `${value.workflow}.yaml`)).toEqual(
      readdirSync('config/workflows').toSorted(),
    );
  });

  it('finds the places of keys and items from each value', () => {
    const { configuration } = loadConfiguration(edited({}));
    const [sandbox] = configuration?.policies ?? [];
    expect(sandbox?.at(['match', 'organizationalUnits'])).toEqual({
      file: 'config/policies/sandbox.yaml',
      line: 8,
      column: 7,
    });
    expect(sandbox?.at(['match', 'organizationalUnits', 0])).toEqual({
      file: 'config/policies/sandbox.yaml',
      line: 8,
      column: 29,
    });
    expect(sandbox?.at(['match', 'absent', 'further'])).toEqual({
      file: 'config/policies/sandbox.yaml',
      line: 7,
      column: 5,
    });
    const onboard = configuration?.workflows.find(({ value }) => value.workflow === 'onboard-role');
    expect(onboard?.at(['steps', 1, 'when'])).toEqual({
      file: 'config/workflows/onboard-role.yaml',
      line: 8,
      column: 17,
    });
  });
});

describe('workflows of a configuration that is broken elsewhere', () => {
  it('are handed out, without those that are wrong themselves', () => {
    const { configuration, workflows } = loadConfiguration(
      edited({
        'identity-providers.yaml': ['cloud: public', 'clowd: public'],
        'workflows/onboard-role.yaml': ['role.inspect', 'role.inspct'],
        'workflows/offboard-role.yaml': ['steps:', 'stepps:'],
      }),
    );
    expect(configuration).toBeUndefined();
    const named = (name: string) => workflows.find(({ value }) => value.workflow === name);
    expect(named('offboard-role')).toBeUndefined();
    expect(named('bootstrap-account')).toBeDefined();
    expect(named('onboard-role')?.at(['steps', 0, 'uses'])).toMatchObject({ line: 7, column: 20 });
  });
});

describe('several documents and forms', () => {
  it('reads every document of a file, wherever it is', () => {
    const all = files.map((file) => sample[file]).join('\n---\n');
    const { configuration, diagnostics } = loadConfiguration([
      { path: 'config/all.yaml', bytes: Buffer.from(`---\n${all}\n---\n`) },
    ]);
    expect(diagnostics).toEqual([]);
    expect(configuration?.policies).toHaveLength(2);
  });

  it('does not care for the order of the files', () => {
    const broken = edited({
      'organization.yaml': ['deliver: cfct', 'deliver: x'],
      'policies/workloads.yaml': ['priority: 100', 'priority: 900'],
    });
    expect(loadConfiguration(broken.toReversed()).diagnostics).toEqual(loadConfiguration(broken).diagnostics);
  });

  it('keeps the columns with Windows line endings and a byte order mark', () => {
    const text = (sample['config/policies/sandbox.yaml'] ?? '')
      .replace('entra-prod', 'nobody')
      .replaceAll('\n', '\r\n');
    const [found] = loadConfiguration(edited({ 'policies/sandbox.yaml': `\ufeff${text}` })).diagnostics;
    expect(found).toMatchObject({ line: 10, column: 23, code: 'unknown-identity-provider' });
  });

  it('lets a few values be shared by an alias', () => {
    const text = `${header}Policies\npolicies:\n  - { name: a, priority: 1, match: &m { roles: { paths: [/] } }, identityProvider: entra-prod, caller: own-application }\n  - { name: b, priority: 2, match: *m, identityProvider: entra-prod, caller: own-application }\n`;
    const { configuration } = loadConfiguration(edited({ 'x.yaml': text }));
    expect(configuration?.policies.find(({ value }) => value.name === 'b')?.value.match).toEqual({
      roles: { paths: ['/'] },
    });
  });

  it('stays YAML 1.2 whatever a directive asks for', () => {
    const text = `%YAML 1.1\n---\n${sample['config/exemptions.yaml'] ?? ''}`
      .replace("'2027-03-31'", '2027-03-31')
      .replace('migration', "'no'");
    expect(loadConfiguration(edited({ 'exemptions.yaml': text })).diagnostics).toEqual([]);
  });
});

describe('messages', () => {
  it.each([
    [
      'quotes an account id as it is written',
      { 'organization.yaml': ["'333333333333'", '033333333333'] },
      "'033333333333'",
    ],
    ['quotes a pattern', { 'policies/sandbox.yaml': ['paths: [/ci/]', 'names: [*-deployer]'] }, "'*-deployer'"],
    [
      'says what a tenant is',
      { 'identity-providers.yaml': ['8a7b6c5d-0000-4000-8000-1234567890ab', 'acme'] },
      'A GUID in lower case',
    ],
    [
      'names the other place',
      { 'policies/workloads.yaml': ['priority: 100', 'priority: 900'] },
      'also at config/policies/sandbox.yaml:6',
    ],
    ['guesses a key', { 'identity-providers.yaml': ['tenantId', 'tenant_id'] }, 'Did you mean `tenantId`?'],
    [
      'guesses a kind by what the document holds',
      { 'policies/sandbox.yaml': ['kind: Policies', 'kind: Rules'] },
      'Did you mean `kind: Policies`?',
    ],
    ['guesses an account', { 'bindings/payments.yaml': ['payments-us', 'payment-us'] }, 'Did you mean `payments-us`?'],
    ['says how a path is written', { 'policies/sandbox.yaml': ['[/ci/]', '[ci]'] }, 'A path begins and ends with `/`'],
    [
      'says how an issuer is written',
      { 'policies/workloads.yaml': ['https://token', 'http://token'] },
      'It begins with `https://`',
    ],
    [
      'says how a unit is written',
      { 'policies/sandbox.yaml': ['[/Sandbox]', '[Apps/Prod]'] },
      'which begins with `/`: `/Workloads/Prod`',
    ],
    [
      'says what a match may hold',
      { 'x.yaml': policyWith('match: {}') },
      'Add at least one of the keys `organizationalUnits`, `accounts`, `roles`, `except`.',
    ],
    [
      'says what callers there are',
      { 'policies/sandbox.yaml': ['    caller: own-application\n', ''] },
      '`own-application` (an application for each role), `{ shared: NAME }`',
    ],
    [
      'says what deploys',
      { 'organization.yaml': ['deliver: cfct', 'deliver: x'] },
      'This release supports `cfct` and `stacksets`.',
    ],
    ['says what can be done without an organization', { 'organization.yaml': null }, "Copy the sample's"],
    [
      'says what can be done without workflows',
      Object.fromEntries(
        files.filter((file) => file.includes('/workflows/')).map((file) => [file.replace('config/', ''), null]),
      ),
      "Copy the sample's folder `config/workflows`",
    ],
    [
      'says that the layout is broken',
      { 'policies/sandbox.yaml': ['    priority: 900', '      priority: 900'] },
      'Line up the keys of one item; see the indentation of this line and the one above.',
    ],
    [
      'shows what a terminal would obey',
      { 'organization.yaml': ['name: Identity', 'name: "Id\\e[2J\\u200bentity"'] },
      '`IdU+001B[2JU+200Bentity`',
    ],
    [
      'lists the known keys',
      { 'policies/sandbox.yaml': ['roles:', 'colour:'] },
      'In `match` the keys are `organizationalUnits`, `accounts`, `roles`, `except`.',
    ],
  ] as const)('%s', (_, edits, expected) => {
    expect(messagesOf(edits)).toContain(expected);
  });

  it('names the only word once', () => {
    const said = messagesOf({ 'policies/sandbox.yaml': ['oidc-factory/v1', 'oidc-factory/v2'] });
    expect(said.split('`oidc-factory/v1`')).toHaveLength(2);
  });

  it('guesses no account id: a near one is another account', () => {
    expect(messagesOf({ 'exemptions.yaml': ['444444444444', '444444444445'] })).not.toContain('Did you mean');
  });

  it('matches account names whatever their case', () => {
    expect(messagesOf({ 'bindings/payments.yaml': ['payments-us', 'Payments-US'] })).toBe('');
  });
});

describe('hostile input', () => {
  it.each([
    ['20,000 keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n')],
    [
      '5,000 unknown keys of a known kind',
      `${header}Policies\n${Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join('\n')}`,
    ],
    ['20,000 brackets', '['.repeat(20_000)],
    ['2,000 documents', '---\na: 1\n'.repeat(2000)],
    ['10,000 aliases', `a: &a 1\nb: [${'*a, '.repeat(10_000)}]`],
  ])('answers %s within seconds', (_, text) => {
    const { configuration, diagnostics } = loadConfiguration(edited({ 'x.yaml': text }));
    expect(configuration).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  it('never throws on a mutilated configuration, and says the same in every order', () => {
    const mutation = fc.record({
      file: fc.constantFrom(...files),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      remove: fc.nat({ max: 12 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc
          .constantFrom(
            '*',
            '&a',
            '!',
            ':',
            '- ',
            '{',
            '}',
            '[',
            '\n',
            '\t',
            '? ',
            '---\n',
            '"',
            '<<: ',
            'null',
            '~',
            '1',
          )
          .map((text) => Buffer.from(text)),
      ),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const mutated = edited({}).map(({ path, bytes }) => ({
          path,
          bytes: mutations
            .filter(({ file }) => file === path)
            .reduce((current: Uint8Array, { at, remove, insert }) => {
              const start = Math.floor(at * current.length);
              return Buffer.concat([current.subarray(0, start), insert, current.subarray(start + remove)]);
            }, bytes),
        }));
        const { configuration, diagnostics } = loadConfiguration(mutated);
        expect(configuration === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        expect(new Set(diagnostics.map(formatDiagnostic)).size).toBe(diagnostics.length);
        for (const { line, column } of diagnostics) expect(line > 0 && column > 0).toBe(true);
        expect(loadConfiguration(mutated.toReversed()).diagnostics).toEqual(diagnostics);
        for (const file of mutated.slice(0, 2)) loadScenario(file);
      }),
      { numRuns: 60 },
    );
  });
});
