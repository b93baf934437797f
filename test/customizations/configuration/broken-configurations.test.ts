import { formatDiagnostic, hasErrors, loadConfiguration } from '../../../customizations/configuration';
import { edited, type Edit, sample } from './sample';

/** What is done to the sample, and every diagnostic that must come of it: `file:line:column code`. */
type Case = readonly [what: string, edits: Readonly<Record<string, Edit>>, expected: readonly string[]];

const header = 'apiVersion: oidc-factory/v1\nkind: ';
const policies = (...items: readonly string[]): string =>
  `${header}Policies\npolicies:\n${items.map((item) => `  - { ${item} }\n`).join('')}`;
const policy = 'match: { roles: { paths: [/] } }, identityProvider: entra-prod, caller: own-application';
const secret = (partition: string, account: string): string =>
  `kind: secrets-manager, secretArn: 'arn:${partition}:secretsmanager:eu-west-1:${account}:secret:entra'`;
/** Subjects without a wildcard, one of them twice, and one pattern. */
const subjects = (count: number): string =>
  `['repo:acme/*:environment:prod', repo:a/b:0, ${Array.from({ length: count }, (_, i) => `repo:a/b:${i}`).join(', ')}]`;
/** The sample without the files whose paths begin so. */
const without = (prefix: string): Readonly<Record<string, null>> =>
  Object.fromEntries(
    Object.keys(sample)
      .map((file) => file.replace('config/', ''))
      .filter((file) => file.startsWith(prefix))
      .map((file) => [file, null]),
  );
const limits = (keys: string): Readonly<Record<string, Edit>> => ({
  'organization.yaml': ['deliver: cfct', `deliver: cfct\nperAccount: { ${keys} }`],
});
const caller = (written: string, more = ''): Readonly<Record<string, Edit>> => ({
  'policies/sandbox.yaml': ['caller: own-application', `caller: ${written}${more === '' ? '' : `\n    ${more}`}`],
});
const principal = '0b1ec000-0000-4000-8000-00000000000a';
const audience = 'a0d1e0ce-0000-4000-8000-00000000000b';
const existing = `{ existing: [${principal}], audience: ${audience} }`;
const factory = '5f2c0000-0000-4000-8000-abcdefabcdef';
const credentials = (subject: string, tag = ''): string =>
  `federatedCredentials: { ${tag}allowed: [{ issuer: https://ci.example, subjects: [${subject}] }] }`;
/** Two policies with the same shared caller; the second differs by some keys. */
const sharing = (one: string, other: string): Readonly<Record<string, Edit>> => ({
  'x.yaml': policies(
    `name: a, priority: 1, match: { roles: { names: [a] } }, caller: { shared: ci }, identityProvider: entra-prod${one}`,
    `name: b, priority: 2, match: { roles: { names: [b] } }, caller: { shared: ci }, identityProvider: entra-prod${other}`,
  ),
});
const bindings = (account: string, role: string, name: string): string =>
  `${header}Bindings\nbindings:\n  - { account: ${account}, role: ${role}, policy: ${name} }\n`;
const credential = 'kind: aws-outbound-federation';
const laughs = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'b c d e f g h i j k l m'
    .split(' ')
    .map((letter, i) => `${letter}: &${letter} [${Array(9).fill(`*${'abcdefghijkl'[i]!}`).join(', ')}]`),
].join('\n');

const texts: readonly Case[] = [
  [
    'a byte that is no UTF-8',
    { 'x.yaml': Buffer.from([0x61, 0x3a, 0x20, 0x0a, 0x62, 0xff, 0x0a]) },
    ['x.yaml:2:2 not-text'],
  ],
  [
    'a broken byte behind a byte order mark',
    { 'x.yaml': Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]) },
    ['x.yaml:1:2 not-text'],
  ],
  [
    'a carriage return alone, which some show as a line',
    { 'x.yaml': '# a\rkind: Policies\n' },
    ['x.yaml:1:4 not-text'],
  ],
  ['a NUL', { 'x.yaml': 'a: 1\nb: "\0"\n' }, ['x.yaml:2:5 not-text']],
  ['a character that turns the writing around', { 'x.yaml': 'a: b\u202e\n' }, ['x.yaml:1:5 not-text']],
  ['UTF-16', { 'x.yaml': Buffer.from('\ufeffkind: Policies', 'utf16le') }, ['x.yaml:1:1 not-text']],
  ['more than 1 MiB', { 'x.yaml': '#'.repeat(1024 * 1024 + 1) }, ['x.yaml:1:1 file-too-large']],
];

const yaml: readonly Case[] = [
  ['a list that is not closed', { 'x.yaml': 'a:\n  - name: [b\n    c: 1\n' }, ['x.yaml:3:5 yaml-syntax']],
  [
    'a tab for indentation',
    { 'exemptions.yaml': ["    account: '444", "\taccount: '444"] },
    ['exemptions.yaml:6:1 yaml-syntax'],
  ],
  [
    'a colon too many',
    { 'organization.yaml': `${header}Organization\n a: b: c\n` },
    ['organization.yaml:2:7 yaml-syntax'],
  ],
  [
    'a tag',
    { 'exemptions.yaml': ['reason: migration', 'reason: !ref migration'] },
    ['exemptions.yaml:8:13 yaml-syntax'],
  ],
  [
    'a key twice',
    { 'organization.yaml': ['  partition: aws\n', '  partition: aws\n  partition: aws-cn\n'] },
    ['organization.yaml:7:3 yaml-syntax'],
  ],
  ['brackets without end', { 'x.yaml': `a: ${'['.repeat(80)}${']'.repeat(80)}` }, ['x.yaml:1:67 yaml-syntax']],
  ['an alias bomb', { 'x.yaml': laughs }, ['x.yaml:4:8 yaml-aliases']],
  ['an alias of itself', { 'x.yaml': 'a: &a [*a]' }, ['x.yaml:1:8 yaml-aliases']],
  [
    'a pattern without quotes',
    { 'policies/sandbox.yaml': ['paths: [/ci/]', 'names: [*-deployer]'] },
    ['policies/sandbox.yaml:9:24 yaml-aliases'],
  ],
  [
    'a key further in than its neighbours',
    { 'policies/sandbox.yaml': ['    priority: 900', '      priority: 900'] },
    ['policies/sandbox.yaml:5:11 yaml-syntax'],
  ],
  [
    'a key further out than its neighbours',
    { 'policies/sandbox.yaml': ['    priority: 900', '   priority: 900'] },
    ['policies/sandbox.yaml:6:4 yaml-syntax'],
  ],
  [
    'an item further in, then a key further out',
    {
      'policies/sandbox.yaml': `${header}Policies\npolicies:\n  - name: a\n     priority: 1\n    match: {}\n  - name: b\n   match: {}\n`,
    },
    ['policies/sandbox.yaml:4:11 yaml-syntax'],
  ],
  [
    'a key without a colon',
    { 'policies/sandbox.yaml': ['onDelete: purge', 'onDelete'] },
    ['policies/sandbox.yaml:12:5 yaml-syntax'],
  ],
  ['a list as key', { 'x.yaml': '? [a]\n: b\n' }, ['x.yaml:1:3 wrong-type']],
  [
    'a template that was not filled in',
    { 'organization.yaml': ['deliver: cfct', 'deliver: {{ deliver }}'] },
    ['organization.yaml:16:11 wrong-type'],
  ],
  ['text only', { 'x.yaml': 'hello' }, ['x.yaml:1:1 wrong-type']],
  ['a list for a document', { 'x.yaml': '- a\n- b\n' }, ['x.yaml:1:1 wrong-type']],
];

const schemas: readonly Case[] = [
  [
    'an unknown kind',
    { 'policies/sandbox.yaml': ['kind: Policies', 'kind: Policy'] },
    ['policies/sandbox.yaml:3:7 unknown-kind'],
  ],
  ['a kind that is an inherited name', { 'x.yaml': 'kind: constructor' }, ['x.yaml:1:7 unknown-kind']],
  ['no kind', { 'policies/sandbox.yaml': ['kind: Policies\n', ''] }, ['policies/sandbox.yaml:2:1 missing-key']],
  [
    'no apiVersion',
    { 'policies/sandbox.yaml': ['apiVersion: oidc-factory/v1\n', ''] },
    ['policies/sandbox.yaml:2:1 missing-key'],
  ],
  [
    'another apiVersion',
    { 'policies/sandbox.yaml': ['oidc-factory/v1', 'oidc-factory/v2'] },
    ['policies/sandbox.yaml:2:13 wrong-value'],
  ],
  [
    'an unknown key',
    { 'organization.yaml': ['deliver: cfct', 'deliver: cfct\ncolour: red'] },
    ['organization.yaml:17:1 unknown-key'],
  ],
  [
    'a mistyped key that is needed',
    { 'identity-providers.yaml': ['tenantId', 'tenantID'] },
    ['identity-providers.yaml:7:5 unknown-key'],
  ],
  [
    'a key named __proto__',
    { 'organization.yaml': ['deliver: cfct', 'deliver: cfct\n__proto__: {}'] },
    ['organization.yaml:17:1 unknown-key'],
  ],
  [
    'a merge key',
    { 'x.yaml': policies(`name: a, priority: 1, ${policy}`, `<<: {}, name: b`) },
    ['x.yaml:5:7 unknown-key'],
  ],
  [
    'a missing key',
    { 'policies/sandbox.yaml': ['    priority: 900\n', ''] },
    ['policies/sandbox.yaml:5:5 missing-key'],
  ],
  [
    'an account id without quotes',
    { 'organization.yaml': ["id: '222222222222'", 'id: 222222222222'] },
    ['organization.yaml:10:18 wrong-type'],
  ],
  [
    'an account id without quotes in a list',
    { 'organization.yaml': ["'333333333333'", '033333333333'] },
    ['organization.yaml:15:22 wrong-type'],
  ],
  [
    'a tenant that is no GUID',
    { 'identity-providers.yaml': ['8a7b6c5d-0000-4000-8000-1234567890ab', 'acme.example'] },
    ['identity-providers.yaml:7:15 wrong-value'],
  ],
  [
    'text for a list',
    { 'policies/sandbox.yaml': ['paths: [/ci/]', 'paths: /ci/'] },
    ['policies/sandbox.yaml:9:23 wrong-type'],
  ],
  [
    'a list that is empty',
    { 'policies/sandbox.yaml': ['paths: [/ci/]', 'paths: []'] },
    ['policies/sandbox.yaml:9:23 wrong-value'],
  ],
  [
    'an unknown word of a few',
    { 'policies/sandbox.yaml': ['enforcement: audit', 'enforcement: audits'] },
    ['policies/sandbox.yaml:13:18 wrong-value'],
  ],
  [
    'a number in quotes',
    { 'policies/sandbox.yaml': ['priority: 900', "priority: '900'"] },
    ['policies/sandbox.yaml:6:15 wrong-type'],
  ],
  [
    'a number too small',
    { 'policies/sandbox.yaml': ['priority: 900', 'priority: 0'] },
    ['policies/sandbox.yaml:6:15 wrong-value'],
  ],
  [
    'a mistyped caller',
    { 'policies/sandbox.yaml': ['own-application', 'own-aplication'] },
    ['policies/sandbox.yaml:11:13 wrong-value'],
  ],
  [
    'a path without its slashes',
    { 'policies/sandbox.yaml': ['paths: [/ci/]', 'paths: [ci]'] },
    ['policies/sandbox.yaml:9:24 wrong-value'],
  ],
  [
    'an issuer without TLS',
    { 'policies/workloads.yaml': ['https://token', 'http://token'] },
    ['policies/workloads.yaml:17:19 wrong-value'],
  ],
  [
    'a match that is empty',
    { 'x.yaml': policies(`name: a, priority: 1, ${policy.replace('{ roles: { paths: [/] } }', '{}')}`) },
    ['x.yaml:4:36 wrong-value'],
  ],
  ...['\\u200b', '\\e', '\\u00a0', '\\u3164', '\\n', '\\U000E0041'].map((unseen): Case => [
    `a subject with ${unseen} in it`,
    { 'policies/workloads.yaml': ["'repo:acme/*:environment:prod'", `"repo:acme/x${unseen}y"`] },
    ['policies/workloads.yaml:18:22 wrong-value'],
  ]),
  [
    'a caller that is empty',
    { 'policies/sandbox.yaml': ['own-application', '{}'] },
    ['policies/sandbox.yaml:11:13 wrong-value'],
  ],
  [
    'an item twice',
    { 'organization.yaml': ["['333333333333']", "['333333333333', '333333333333']"] },
    ['organization.yaml:15:38 wrong-value'],
  ],
  [
    'a unit without its slash',
    { 'policies/sandbox.yaml': ['[/Sandbox]', '[Sandbox]'] },
    ['policies/sandbox.yaml:8:29 wrong-value'],
  ],
  [
    'a trust policy longer than IAM can take',
    limits('trustPolicyLength: 8193'),
    ['organization.yaml:17:34 wrong-value'],
  ],
  ['a limit of nothing', limits('eventsPerHour: 0'), ['organization.yaml:17:30 wrong-value']],
  ['a limit that is none', limits('events: 1'), ['organization.yaml:17:15 unknown-key']],
  ['limits without any', limits(''), ['organization.yaml:17:13 wrong-value']],
  [
    'an existing caller that is nobody',
    caller('{ existing: [] }'),
    ['policies/sandbox.yaml:11:13 missing-key', 'policies/sandbox.yaml:11:25 wrong-value'],
  ],
  [
    'an existing caller twice',
    caller(`{ existing: [${principal}, ${principal}], audience: ${audience} }`),
    ['policies/sandbox.yaml:11:64 wrong-value'],
  ],
  [
    'a name for an object id',
    caller(`{ existing: [payments-ci], audience: ${audience} }`),
    ['policies/sandbox.yaml:11:26 wrong-value'],
  ],
  [
    'a shared caller with a name that is none',
    caller('{ shared: Payments CI }'),
    ['policies/sandbox.yaml:11:23 wrong-value'],
  ],
  [
    'a role name that no parameter can have',
    { 'bindings/payments.yaml': ['terraform-deployer', 'terraform+deployer'] },
    ['bindings/payments.yaml:5:35 wrong-value'],
  ],
  [
    'a unit without `direct`',
    { 'policies/sandbox.yaml': ['[/Sandbox]', '[{ path: /Sandbox }]'] },
    ['policies/sandbox.yaml:8:29 missing-key'],
  ],
];

const together: readonly Case[] = [
  ['no organization', { 'organization.yaml': null }, ['organization.yaml:1:1 missing-document']],
  ['no lock file', { 'organization.lock.yaml': null }, ['organization.lock.yaml:1:1 missing-document']],
  [
    'a second lock file',
    {
      'z.yaml': `${header}OrganizationLock\norganization: o-a1b2c3d4e5\norganizationalUnits: [{ id: r-ab13, path: / }]\naccounts: [{ id: '777777777777', name: n, organizationalUnit: / }]\n`,
    },
    ['z.yaml:2:7 duplicate-document'],
  ],
  [
    'a name and a tenant twice',
    {
      'idp2.yaml': `${header}IdentityProviders\nidentityProviders:\n  - { name: entra-prod, kind: entra, tenantId: 8a7b6c5d-0000-4000-8000-1234567890ab, cloud: usgovernment, factoryClientId: 5f2c0000-0000-4000-8000-abcdefabcdef }\n`,
    },
    ['idp2.yaml:4:13 duplicate-name', 'idp2.yaml:4:48 conflicting-values'],
  ],
  [
    'a policy name and a priority twice',
    { 'x.yaml': policies(`name: sandbox, priority: 100, ${policy}`) },
    ['x.yaml:4:13 duplicate-name', 'x.yaml:4:32 duplicate-priority'],
  ],
  [
    'an unknown identity provider',
    { 'policies/sandbox.yaml': ['entra-prod', 'entra-prd'] },
    ['policies/sandbox.yaml:10:23 unknown-identity-provider'],
  ],
  [
    'an unknown policy',
    { 'bindings/payments.yaml': ['workloads-prod', 'workload-prod'] },
    ['bindings/payments.yaml:5:63 unknown-policy'],
  ],
  [
    'an unknown account name',
    { 'bindings/payments.yaml': ['payments-us', 'payment-us'] },
    ['bindings/payments.yaml:5:16 unknown-account'],
  ],
  [
    'an account name that two accounts have',
    { 'organization.lock.yaml': ['payments-test', 'Payments-US'] },
    ['bindings/payments.yaml:5:16 ambiguous-account'],
  ],
  [
    'an unknown excluded account',
    { 'organization.yaml': ['333333333333', '999999999999'] },
    ['organization.yaml:15:22 unknown-account'],
  ],
  [
    'an unknown account that has the provider',
    { 'identity-providers.yaml': ['[]', "['999999999999']"] },
    ['identity-providers.yaml:10:18 unknown-account'],
  ],
  [
    'an exemption for an unknown account',
    { 'exemptions.yaml': ['444444444444', '999999999999'] },
    ['exemptions.yaml:6:14 unknown-account'],
  ],
  [
    'an unknown account in a policy',
    { 'policies/workloads.yaml': ["{ names: ['payments-*'] }", "{ ids: ['999999999999'] }"] },
    ['policies/workloads.yaml:9:25 unknown-account'],
  ],
  [
    'an unknown factory account',
    { 'organization.yaml': ["'222222222222'", "'999999999999'"] },
    ['organization.yaml:10:18 unknown-account'],
  ],
  [
    'an exclusion without effect',
    { 'organization.yaml': ["'333333333333'", "'222222222222'"] },
    ['organization.yaml:15:22 needless-exclusion'],
  ],
  [
    'an unknown target',
    { 'organization.yaml': ['/Workloads]', '/workloads]'] },
    ['organization.yaml:14:35 unknown-organizational-unit'],
  ],
  [
    'an unknown unit in a policy',
    { 'policies/sandbox.yaml': ['[/Sandbox]', '[{ path: /Sandbx, direct: true }]'] },
    ['policies/sandbox.yaml:8:37 unknown-organizational-unit'],
  ],
  [
    'a lock file without a parent',
    { 'organization.lock.yaml': ['  - { id: ou-ab12-workload, path: /Workloads }\n', ''] },
    [
      'organization.lock.yaml:10:35 unknown-organizational-unit',
      'organization.lock.yaml:11:35 unknown-organizational-unit',
    ],
  ],
  [
    'a lock file with an account nowhere',
    { 'organization.lock.yaml': ['organizationalUnit: /Sandbox', 'organizationalUnit: /Sandbux'] },
    ['organization.lock.yaml:19:65 unknown-organizational-unit'],
  ],
  [
    'a lock file with an id twice',
    { 'organization.lock.yaml': ["'555555555555'", "'444444444444'"] },
    ['organization.lock.yaml:18:11 duplicate-name'],
  ],
  [
    'the lock file of another organization',
    { 'organization.yaml': ['o-a1b2c3d4e5', 'o-a1b2c3d4e6'] },
    ['organization.yaml:5:7 conflicting-values'],
  ],
  [
    'a region of another partition',
    { 'organization.yaml': ['eu-west-1', 'us-gov-west-1'] },
    ['organization.yaml:7:15 conflicting-values'],
  ],
  [
    'the management account as factory',
    { 'organization.yaml': ["'222222222222'", "'111111111111'"] },
    ['organization.yaml:10:18 conflicting-values'],
  ],
  [
    'another name of the factory account',
    { 'organization.yaml': ['name: Identity', 'name: identity'] },
    ['organization.yaml:10:40 conflicting-values'],
  ],
  [
    'a secret that is missing',
    { 'organization.yaml': [credential, 'kind: secrets-manager'] },
    ['organization.yaml:11:20 missing-key'],
  ],
  [
    'a secret that is not used',
    {
      'organization.yaml': [
        credential,
        secret('aws', '222222222222').replace('secrets-manager', 'aws-outbound-federation'),
      ],
    },
    ['organization.yaml:11:53 conflicting-values'],
  ],
  [
    'a secret of another account',
    { 'organization.yaml': [credential, secret('aws', '333333333333')] },
    ['organization.yaml:11:56 conflicting-values'],
  ],
  [
    'a secret of another partition',
    { 'organization.yaml': [credential, secret('aws-cn', '222222222222')] },
    ['organization.yaml:11:56 conflicting-values'],
  ],
  [
    'a workflow name twice',
    { 'workflows/offboard-role.yaml': ['workflow: offboard-role', 'workflow: onboard-role'] },
    ['workflows/onboard-role.yaml:4:11 duplicate-name'],
  ],
  [
    'a trigger of two workflows',
    { 'workflows/offboard-role.yaml': ['[role-deleted]', '[role-deleted, role-changed]'] },
    ['workflows/onboard-role.yaml:5:20 conflicting-values'],
  ],
  [
    'a trigger of no workflow',
    { 'workflows/offboard-role.yaml': null },
    ['workflows/bootstrap-account.yaml:5:5 unhandled-trigger'],
  ],
  [
    'a day that no calendar has',
    { 'exemptions.yaml': ['2027-03-31', '2027-02-29'] },
    ['exemptions.yaml:10:12 wrong-value'],
  ],
  [
    'a month that no calendar has',
    { 'exemptions.yaml': ['2027-03-31', '2027-13-01'] },
    ['exemptions.yaml:10:12 wrong-value'],
  ],
  [
    'an unknown finding',
    { 'exemptions.yaml': ['trust-subject-missing', 'trust-subject-mising'] },
    ['exemptions.yaml:5:14 unknown-finding'],
  ],
  [
    'a binding twice, by name and by id',
    {
      'x.yaml': `${header}Bindings\nbindings:\n  - { account: '444444444444', role: Terraform-Deployer, policy: workloads-prod }\n`,
    },
    ['x.yaml:4:5 duplicate-name', 'x.yaml:4:38 binding-never-matches'],
  ],
  [
    'another delivery',
    { 'organization.yaml': ['deliver: cfct', 'deliver: lza'] },
    ['organization.yaml:16:10 not-supported-yet'],
  ],
  ['no workflow at all', without('workflows/'), ['organization.yaml:2:1 unhandled-trigger']],
  [
    'a policy outside the targets',
    { 'organization.yaml': ['[/Sandbox, /Workloads]', '[{ path: /Sandbox, direct: true }, /Workloads/Test]'] },
    [
      'bindings/payments.yaml:5:16 needless-binding',
      'organization.yaml:15:22 needless-exclusion',
      'policies/workloads.yaml:8:28 needless-policy',
    ],
  ],
  [
    'a policy above a target, but only directly',
    { 'policies/sandbox.yaml': ['[/Sandbox]', '[{ path: /, direct: true }, /Security]'] },
    ['policies/sandbox.yaml:8:28 needless-policy'],
  ],
  ['a policy above a target', { 'policies/sandbox.yaml': ['[/Sandbox]', '[/]'] }, []],
  ['a policy partly in the targets', { 'policies/sandbox.yaml': ['[/Sandbox]', '[/Security, /Sandbox]'] }, []],
  [
    'the match of a policy that is asked earlier',
    {
      'policies/a.yaml': policies(
        `name: a, priority: 901, match: { roles: { paths: [/ci/] }, organizationalUnits: [{ path: /Sandbox, direct: false }] }, identityProvider: entra-prod, caller: own-application`,
        `name: b, priority: 902, match: { roles: { paths: [/ci/] }, organizationalUnits: [{ path: /Sandbox, direct: true }] }, identityProvider: entra-prod, caller: own-application`,
      ),
    },
    ['policies/a.yaml:4:31 needless-policy', 'policies/a.yaml:5:31 needless-policy'],
  ],
  [
    'more literal subjects than an application holds',
    { 'policies/workloads.yaml': ["['repo:acme/*:environment:prod']", subjects(21)] },
    ['policies/workloads.yaml:18:316 wrong-value'],
  ],
  [
    'as many literal subjects as an application holds',
    { 'policies/workloads.yaml': ["['repo:acme/*:environment:prod']", subjects(20)] },
    [],
  ],
  ['an empty file', { 'x.yaml': '# nothing\n' }, ['x.yaml:1:1 empty-file']],
];

const callers: readonly Case[] = [
  ['a shared caller', caller('{ shared: payments-ci }'), []],
  ['an existing caller', caller(existing), []],
  ['an audience for the account', { 'policies/workloads.yaml': ['per-role', 'per-account'] }, []],
  [
    'a caller of two forms',
    caller(`{ shared: ci, existing: [${principal}], audience: ${audience} }`),
    ['policies/sandbox.yaml:11:27 conflicting-values'],
  ],
  [
    'an existing caller without an audience',
    caller(`{ existing: [${principal}] }`),
    ['policies/sandbox.yaml:11:13 missing-key'],
  ],
  ['an audience of nobody', caller(`{ audience: ${audience} }`), ['policies/sandbox.yaml:11:13 missing-key']],
  [
    'a shared caller with an audience',
    caller(`{ shared: ci, audience: ${audience} }`),
    ['policies/sandbox.yaml:11:27 conflicting-values'],
  ],
  [
    "the factory's own application as audience",
    caller(`{ existing: [${principal}], audience: ${factory} }`),
    ['policies/sandbox.yaml:11:75 conflicting-values'],
  ],
  [
    'an audience for the account with a shared caller',
    caller('{ shared: ci }', 'audience: per-account'),
    ['policies/sandbox.yaml:12:15 conflicting-values'],
  ],
  [
    'an audience for the account with an existing caller',
    caller(existing, 'audience: per-account'),
    ['policies/sandbox.yaml:12:15 conflicting-values'],
  ],
  [
    'credentials for an existing caller',
    caller(existing, credentials('s', 'tag: t, ')),
    ['policies/sandbox.yaml:12:5 conflicting-values'],
  ],
  [
    'a tag that chooses for a shared caller',
    caller('{ shared: ci }', credentials('s', 'tag: t, ')),
    ['policies/sandbox.yaml:12:29 conflicting-values'],
  ],
  ['credentials for a shared caller', caller('{ shared: ci }', credentials('s')), []],
  ['policies that agree on a shared caller', sharing('', ', onDelete: retire'), []],
  [
    'policies that agree on credentials in another order',
    sharing(`, ${credentials('s, t')}`, `, ${credentials('t, s, t')}`),
    [],
  ],
  [
    'policies that differ in what becomes of a shared caller',
    sharing('', ', onDelete: purge'),
    ['x.yaml:5:117 conflicting-values'],
  ],
  [
    'policies that differ in the credentials of a shared caller',
    sharing(`, ${credentials('s')}`, ''),
    ['x.yaml:5:5 conflicting-values'],
  ],
  [
    'policies that differ in the tenant of a shared caller',
    {
      'identity-providers.yaml': [
        '    existingIn:',
        '  - { name: other, kind: entra, tenantId: 00000000-0000-4000-8000-000000000001, factoryClientId: 00000000-0000-4000-8000-000000000002 }\n#',
      ],
      'x.yaml': String(sharing('', '')['x.yaml']).replace(/entra-prod(?= \}\n$)/, 'other'),
    },
    ['x.yaml:5:87 conflicting-values'],
  ],
];

const handOvers = (...lines: readonly string[]): string =>
  `${header}HandOvers\nhandOvers:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`;
const ofDeployer = `account: payments-us, role: web-deployer, application: ${audience}`;

const handedOver: readonly Case[] = [
  ['nothing, where all is as it must be', { 'x.yaml': handOvers(ofDeployer) }, []],
  [
    'hand-overs that do not say for whom',
    { 'x.yaml': handOvers(`application: ${audience}`, `role: web-deployer, application: ${principal}`) },
    ['x.yaml:4:5 missing-key', 'x.yaml:5:5 missing-key'],
  ],
  [
    'a hand-over for a role and for several',
    {
      ...caller('{ shared: ci }'),
      'x.yaml': handOvers(`shared: ci, account: payments-us, role: web-deployer, application: ${audience}`),
    },
    ['x.yaml:4:19 conflicting-values', 'x.yaml:4:41 conflicting-values'],
  ],
  [
    'an application and a role that are handed over twice',
    { 'x.yaml': handOvers(ofDeployer, ofDeployer.replace('payments-us', "'444444444444'").replace('web', 'Web')) },
    ['x.yaml:5:5 duplicate-name', 'x.yaml:5:65 duplicate-name'],
  ],
  [
    'a hand-over for a shared caller that no policy has',
    { 'x.yaml': handOvers(`shared: ci, application: ${audience}`) },
    ['x.yaml:4:15 unknown-shared-caller'],
  ],
  [
    'a hand-over in an account that there is not',
    { 'x.yaml': handOvers(ofDeployer.replace('payments-us', 'payments-xx')) },
    ['x.yaml:4:16 unknown-account'],
  ],
  [
    'a hand-over for a role whose account has one audience',
    { 'x.yaml': handOvers(ofDeployer), 'policies/workloads.yaml': ['per-role', 'per-account'] },
    ['x.yaml:4:35 conflicting-values'],
  ],
  [
    'a hand-over for a role that gets no caller of its own',
    { 'x.yaml': handOvers(ofDeployer.replace('web-deployer', 'auditor')) },
    ['x.yaml:4:35 needless-hand-over'],
  ],
  [
    'a hand-over of what other roles are used by too',
    {
      'x.yaml': handOvers(ofDeployer),
      'y.yaml': policies(
        `name: a, priority: 1, match: { roles: { names: [web-deployer, auditor] }, accounts: { ids: ['444444444444'] } }, identityProvider: entra-prod, caller: ${existing}`,
      ),
    },
    ['x.yaml:4:62 conflicting-values'],
  ],
  [
    'nothing, where only the role itself is used by it so far',
    {
      'x.yaml': handOvers(ofDeployer),
      'y.yaml': policies(
        `name: a, priority: 1, match: { roles: { names: [web-deployer] }, accounts: { ids: ['444444444444'] } }, identityProvider: entra-prod, caller: ${existing}`,
      ),
    },
    [],
  ],
  [
    'a hand-over of the factory itself',
    { 'x.yaml': handOvers(ofDeployer.replace(audience, factory)) },
    ['x.yaml:4:62 conflicting-values'],
  ],
];

const declared: readonly Case[] = [
  [
    'a binding of a role that its policy is not for',
    { 'bindings/payments.yaml': ['terraform-deployer', 'terraform'] },
    ['bindings/payments.yaml:5:35 binding-never-matches'],
  ],
  [
    'a binding in an account that its policy is not for',
    { 'policies/workloads.yaml': ["'payments-*'", "'shop-*'"] },
    ['bindings/payments.yaml:5:16 binding-never-matches'],
  ],
  [
    'a binding in an account whose id its policy does not have',
    { 'policies/workloads.yaml': ["{ names: ['payments-*'] }", "{ ids: ['555555555555'] }"] },
    ['bindings/payments.yaml:5:16 binding-never-matches'],
  ],
  [
    'a binding that fits neither way',
    { 'bindings/payments.yaml': bindings('playground', 'admin', 'workloads-prod') },
    ['bindings/payments.yaml:4:16 binding-never-matches', 'bindings/payments.yaml:4:34 binding-never-matches'],
  ],
  [
    'a binding in an excluded account',
    { 'bindings/payments.yaml': bindings("'333333333333'", 'web-deployer', 'workloads-prod') },
    ['bindings/payments.yaml:4:16 needless-binding'],
  ],
  [
    'a binding in a unit that its policy is not for',
    { 'bindings/payments.yaml': bindings('payments-test', 'web-deployer', 'workloads-prod') },
    ['bindings/payments.yaml:4:16 needless-binding'],
  ],
  [
    'a binding in an account that is in no target',
    {
      'bindings/payments.yaml': bindings('Identity', 'web-deployer', 'sandbox'),
      'policies/sandbox.yaml': ['      organizationalUnits: [/Sandbox]\n', ''],
    },
    ['bindings/payments.yaml:4:16 needless-binding'],
  ],
  [
    'a binding of a role whose path and tags nobody knows yet',
    { 'bindings/payments.yaml': bindings('playground', 'anything', 'sandbox') },
    [],
  ],
];

const several: readonly Case[] = [
  [
    'mistakes in four files',
    {
      'organization.yaml': ['deliver: cfct', 'deliver: cfkt'],
      'exemptions.yaml': ['444444444444', '999999999999'],
      'policies/sandbox.yaml': ['entra-prod', 'nobody'],
      'policies/workloads.yaml': ['priority: 100', 'priority: 900'],
    },
    [
      'exemptions.yaml:6:14 unknown-account',
      'organization.yaml:16:10 wrong-value',
      'policies/sandbox.yaml:10:23 unknown-identity-provider',
      'policies/workloads.yaml:6:15 duplicate-priority',
    ],
  ],
  [
    'an unknown provider beside a broken item of the same document',
    {
      'x.yaml': policies(
        `name: a, priority: one, ${policy}`,
        `name: b, priority: 2, ${policy.replace('entra-prod', 'nobody')}`,
      ),
    },
    ['x.yaml:4:26 wrong-type', 'x.yaml:5:81 unknown-identity-provider'],
  ],
  [
    'a provider whose name is broken is not unknown besides',
    {
      'identity-providers.yaml': ['name: entra-prod', 'name: Entra'],
      'policies/sandbox.yaml': ['entra-prod', 'Entra'],
      'policies/workloads.yaml': ['identityProvider: entra-prod', 'identityProvider: other'],
    },
    [
      'identity-providers.yaml:5:11 wrong-value',
      'policies/sandbox.yaml:10:23 wrong-value',
      'policies/workloads.yaml:11:23 unknown-identity-provider',
    ],
  ],
  [
    'a kind that is mistyped, and what is wrong in other files',
    {
      'policies/sandbox.yaml': ['kind: Policies', 'kind: Policy'],
      'policies/workloads.yaml': sample['config/policies/workloads.yaml']!.replace(
        '/Workloads/Prod',
        '/Workloads/Prd',
      ).replace('entra-prod', 'entra-prd'),
    },
    [
      'policies/sandbox.yaml:3:7 unknown-kind',
      'policies/workloads.yaml:8:29 unknown-organizational-unit',
      'policies/workloads.yaml:11:23 unknown-identity-provider',
    ],
  ],
  [
    'a file that is broken from its first line, and what is wrong in other files',
    {
      'policies/sandbox.yaml': `a: [\n${sample['config/policies/sandbox.yaml']!}`,
      'policies/workloads.yaml': sample['config/policies/workloads.yaml']!.replace(
        '/Workloads/Prod',
        '/Workloads/Prd',
      ).replace('entra-prod', 'entra-prd'),
    },
    [
      'policies/sandbox.yaml:3:1 yaml-syntax',
      'policies/workloads.yaml:8:29 unknown-organizational-unit',
      'policies/workloads.yaml:11:23 unknown-identity-provider',
    ],
  ],
  [
    'a broken file that may hold the identity provider, but no second lock file',
    {
      'x.yaml': 'a: [',
      'policies/sandbox.yaml': ['entra-prod', 'nobody'],
      'policies/workloads.yaml': ['/Workloads/Prod', '/Workloads/Prd'],
    },
    ['policies/workloads.yaml:8:29 unknown-organizational-unit', 'x.yaml:1:5 yaml-syntax'],
  ],
  [
    'an open quote that swallows a document with the identity provider',
    {
      'x.yaml': `${header}Policies\na: "\n${header}IdentityProviders\n`,
      'policies/sandbox.yaml': ['entra-prod', 'nobody'],
    },
    ['x.yaml:6:1 yaml-syntax'],
  ],
  [
    'nothing is unknown while the file that may hold it cannot be read',
    { 'identity-providers.yaml': '\0', 'organization.lock.yaml': `${header}OrganizationLock\n  : :` },
    ['identity-providers.yaml:1:1 not-text', 'organization.lock.yaml:3:5 yaml-syntax'],
  ],
];

describe.each([
  ['text', texts],
  ['YAML', yaml],
  ['schemas', schemas],
  ['documents together', together],
  ['callers', callers],
  ['declared bindings', declared],
  ['applications that are handed over', handedOver],
  ['several mistakes', several],
])('%s', (_, cases) => {
  it.each(cases.map((each) => [...each] as const))('reports %s', (_what, edits, expected) => {
    const { configuration, diagnostics } = loadConfiguration(edited(edits));
    expect(diagnostics.map((d) => `${d.file.replace('config/', '')}:${d.line}:${d.column} ${d.code}`)).toEqual(
      expected,
    );
    expect(configuration === undefined).toBe(hasErrors(diagnostics));
  });

  it('says so in sentences, without the words of a validator', () => {
    const messages = cases.flatMap(([, edits]) => loadConfiguration(edited(edits)).diagnostics).map(formatDiagnostic);
    for (const message of messages) {
      expect(message).toMatch(/^\S+:\d+:\d+ {2}[a-z-]+ {2}[A-Z`].*[.?]$/);
      expect(message).not.toMatch(
        /must (be|have|match|NOT)\b.*(pattern|properties|schema)|undefined|\[object [A-Z]|\^\[|\$ref|NaN|Infinity/,
      );
    }
  });
});
