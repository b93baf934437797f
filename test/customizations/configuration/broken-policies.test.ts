import { type Case, found, itFinds } from './finding-cases';
import type { Edit } from './sample';

/** More lines at the end of the sandbox policy, which begin in line 14. */
const sandbox = (...lines: readonly string[]): Readonly<Record<string, Edit>> => ({
  'policies/sandbox.yaml': [
    '    enforcement: audit\n',
    `    enforcement: audit\n${lines.map((l) => `    ${l}\n`).join('')}`,
  ],
});
const enforced = (...lines: readonly string[]): Readonly<Record<string, Edit>> => ({
  'policies/sandbox.yaml': [
    '    enforcement: audit\n',
    `    enforcement: enforce\n${lines.map((l) => `    ${l}\n`).join('')}`,
  ],
});
const defaults = (text: string): Readonly<Record<string, Edit>> => ({
  'organization.yaml': ['deliver: cfct', `policyDefaults: { ${text} }\ndeliver: cfct`],
});
const matching = (match: string): Readonly<Record<string, Edit>> => ({
  'policies/sandbox.yaml': ['organizationalUnits: [/Sandbox]', match],
});
/** Two policies that are asked before those of the sample. */
const twoPolicies = (first: string, second: string): string =>
  [
    'apiVersion: oidc-factory/v1',
    'kind: Policies',
    'policies:',
    ...[first, second].map(
      (match, index) =>
        `  - { name: p${index + 1}, priority: ${index + 1}, match: ${match}, identityProvider: entra-prod, caller: own-application }`,
    ),
    '',
  ].join('\n');
const two = (first: string, second: string): Readonly<Record<string, Edit>> => ({
  'policies/two.yaml': twoPolicies(first, second),
});
const hidden = ['policies/two.yaml:5:30 needless-policy'];
const exemption = (where: string): Readonly<Record<string, Edit>> => ({
  'exemptions.yaml': ["    account: '444444444444'\n", where],
});

const matches: readonly Case[] = [
  ['an unknown key of except', matching('except: { colour: red }'), ['policies/sandbox.yaml:8:17 unknown-key']],
  ['an except that is empty', matching('except: {}'), ['policies/sandbox.yaml:8:15 wrong-value']],
  [
    'an unknown unit in except',
    matching('except: { organizationalUnits: [/Sandbx] }'),
    ['policies/sandbox.yaml:8:39 unknown-organizational-unit'],
  ],
  [
    'an unknown account in except',
    matching("except: { accounts: { ids: ['999999999999'] } }"),
    ['policies/sandbox.yaml:8:35 unknown-account'],
  ],
  [
    'the id of a unit that is not there',
    matching('organizationalUnits: [ou-ab12-nowhere0]'),
    ['policies/sandbox.yaml:8:29 unknown-organizational-unit'],
  ],
  [
    'the id of a unit that is no target',
    matching('organizationalUnits: [ou-ab12-security]'),
    ['policies/sandbox.yaml:8:28 needless-policy'],
  ],
  ['the id of a unit that is one', matching('organizationalUnits: [{ path: ou-ab12-sandbox0, direct: true }]'), []],
  [
    'a path that looks like an id',
    matching('organizationalUnits: [ou-ab12]'),
    ['policies/sandbox.yaml:8:29 wrong-value'],
  ],
];

const reached: readonly Case[] = [
  ['the same names', two('{ roles: { names: [a] } }', '{ roles: { names: [a] } }'), hidden],
  ['a name that an earlier pattern matches', two('{ roles: { names: [a*] } }', '{ roles: { names: [ab] } }'), hidden],
  [
    'patterns within an earlier one',
    two("{ roles: { names: ['a*'] } }", "{ roles: { names: ['ab*', 'a*-*'] } }"),
    hidden,
  ],
  [
    'every name',
    two("{ roles: { names: ['*'] } }", "{ roles: { names: ['a*', b] } }"),
    [...hidden, 'policies/workloads.yaml:7:5 needless-policy'],
  ],
  [
    'a path deeper than the wildcard',
    two("{ roles: { paths: ['/ci/*/'] } }", "{ roles: { paths: ['/ci/*/*/'] } }"),
    [],
  ],
  [
    'a unit that nobody knows',
    two(
      '{ roles: { names: [a] }, organizationalUnits: [ou-ab12-nowhere1] }',
      '{ roles: { names: [a] }, organizationalUnits: [/Sandbox] }',
    ),
    ['policies/two.yaml:4:84 unknown-organizational-unit'],
  ],
  ['a name of several', two('{ roles: { names: [a, b] } }', '{ roles: { names: [b, a] } }'), hidden],
  ['one name more', two('{ roles: { names: [a] } }', '{ roles: { names: [a, b] } }'), []],
  ['a pattern that is wider', two('{ roles: { names: [ab] } }', '{ roles: { names: [a*] } }'), []],
  [
    'a further key',
    two('{ roles: { names: [a] } }', '{ roles: { names: [a], paths: [/x/] }, organizationalUnits: [/Sandbox] }'),
    hidden,
  ],
  ['a key less', two('{ roles: { names: [a], paths: [/x/] } }', '{ roles: { names: [a] } }'), []],
  [
    'a unit below',
    two(
      '{ roles: { names: [a] }, organizationalUnits: [/Workloads] }',
      '{ roles: { names: [a] }, organizationalUnits: [ou-ab12-workprod] }',
    ),
    hidden,
  ],
  [
    'a unit below one that is meant alone',
    two(
      '{ roles: { names: [a] }, organizationalUnits: [{ path: /Workloads, direct: true }] }',
      '{ roles: { names: [a] }, organizationalUnits: [/Workloads] }',
    ),
    [],
  ],
  [
    'tags of which the earlier wants fewer',
    two('{ roles: { tags: { a: x } } }', '{ roles: { tags: { a: x, b: y } } }'),
    hidden,
  ],
  [
    'tags of which the earlier wants more',
    two('{ roles: { tags: { a: x, b: y } } }', '{ roles: { tags: { a: x } } }'),
    [],
  ],
  ['a tag with a value', two("{ roles: { tags: { a: '*' } } }", '{ roles: { tags: { a: x } } }'), hidden],
  [
    'an earlier one that leaves something out',
    two('{ roles: { names: [a] }, except: { roles: { paths: [/x/] } } }', '{ roles: { names: [a] } }'),
    [],
  ],
  [
    'a later one that leaves something out',
    two('{ roles: { names: [a] } }', '{ roles: { names: [a] }, except: { roles: { paths: [/x/] } } }'),
    hidden,
  ],
];

const terms: readonly Case[] = [
  [
    'an unknown key of the defaults',
    defaults('limts: { requirePermissionsBoundary: true }'),
    ['organization.yaml:16:19 unknown-key'],
  ],
  ['defaults without a key', defaults(''), ['organization.yaml:16:17 wrong-value']],
  [
    'a managed policy that the defaults allow and ban',
    defaults('limits: { allowedManagedPolicies: [A], bannedManagedPolicies: [A] }'),
    ['organization.yaml:16:54 conflicting-values'],
  ],
  [
    'a managed policy that a policy allows and bans',
    sandbox('limits: { bannedManagedPolicies: [B, A], allowedManagedPolicies: [A] }'),
    ['policies/sandbox.yaml:14:71 conflicting-values'],
  ],
  [
    'a managed policy that is no name',
    sandbox('limits: { bannedManagedPolicies: ["A B"] }'),
    ['policies/sandbox.yaml:14:39 wrong-value'],
  ],
  [
    'an empty list of boundaries',
    sandbox('limits: { permissionsBoundaries: [] }'),
    ['policies/sandbox.yaml:14:38 wrong-value'],
  ],
  ['required tags without one', sandbox('limits: { requiredTags: {} }'), ['policies/sandbox.yaml:14:29 wrong-value']],
  ['a tag of the owner without a name', sandbox("ownerTag: ''"), ['policies/sandbox.yaml:14:15 wrong-value']],
];

const overrides: readonly Case[] = [
  [
    'an override without a place',
    sandbox('overrides: [{ onDelete: retire, enforcement: enforce }]'),
    ['policies/sandbox.yaml:14:17 missing-key'],
  ],
  [
    'an override that changes nothing',
    sandbox("overrides: [{ organizationalUnits: [/Sandbox], accounts: { ids: ['666666666666'] } }]"),
    ['policies/sandbox.yaml:14:17 missing-key'],
  ],
  [
    'an override of who may come',
    sandbox('overrides: [{ organizationalUnits: [/Sandbox], caller: own-application }]'),
    ['policies/sandbox.yaml:14:52 unknown-key'],
  ],
  [
    'an override for an unknown unit and account',
    sandbox("overrides: [{ organizationalUnits: [/Sandbx], accounts: { ids: ['1'] }, onDelete: retire }]"),
    ['policies/sandbox.yaml:14:41 unknown-organizational-unit', 'policies/sandbox.yaml:14:69 wrong-value'],
  ],
  [
    'an override for an account that the lock file lacks',
    sandbox("overrides: [{ accounts: { ids: ['999999999999'] }, onDelete: retire }]"),
    ['policies/sandbox.yaml:14:37 unknown-account'],
  ],
  [
    "an override of a shared caller's onDelete",
    {
      'policies/sandbox.yaml': [
        'caller: own-application',
        'caller: { shared: ci }\n    overrides: [{ organizationalUnits: [/Sandbox], onDelete: retire }]',
      ],
    },
    ['policies/sandbox.yaml:12:52 conflicting-values'],
  ],
];

/** Two policies of one shared caller; the second says what becomes of it. */
const sharing = (onDelete: string): Readonly<Record<string, Edit>> => ({
  'policies/two.yaml': twoPolicies('{ roles: { names: [a] } }', '{ roles: { names: [b] } }')
    .replaceAll('caller: own-application', 'caller: { shared: ci }')
    .replace(/ }\n$/, `, onDelete: ${onDelete} }\n`),
});

const shared: readonly Case[] = [
  [
    'one says something else than the defaults',
    { ...defaults('onDelete: purge'), ...sharing('retire') },
    ['policies/two.yaml:5:118 conflicting-values'],
  ],
  ['one says what the defaults say', { ...defaults('onDelete: purge'), ...sharing('purge') }, []],
];

const waves: readonly Case[] = [
  [
    'waves of a policy that only reports',
    sandbox("waves: [{ organizationalUnits: [/Sandbox], from: '2027-01-05' }]"),
    ['policies/sandbox.yaml:14:5 conflicting-values'],
  ],
  [
    'waves of a policy that is enforced',
    enforced("waves: [{ organizationalUnits: [/Sandbox], from: '2027-01-05' }]"),
    [],
  ],
  [
    'a day that the calendar lacks',
    enforced("waves: [{ organizationalUnits: [/Sandbox], from: '2027-02-29' }]"),
    ['policies/sandbox.yaml:14:54 wrong-value'],
  ],
  [
    'a day that is none',
    enforced('waves: [{ organizationalUnits: [/Sandbox], from: soon }]'),
    ['policies/sandbox.yaml:14:54 wrong-value'],
  ],
  [
    'a wave without a day',
    enforced('waves: [{ organizationalUnits: [/Sandbox] }]'),
    ['policies/sandbox.yaml:14:13 missing-key'],
  ],
  [
    'a wave of an unknown unit',
    enforced("waves: [{ organizationalUnits: [/Sandbx], from: '2027-01-05' }]"),
    ['policies/sandbox.yaml:14:37 unknown-organizational-unit'],
  ],
  ['no wave at all', enforced('waves: []'), ['policies/sandbox.yaml:14:12 wrong-value']],
];

const exemptions: readonly Case[] = [
  [
    'an exemption from what tells of ended ones',
    { 'exemptions.yaml': ['trust-subject-missing', 'exemption-expired'] },
    ['exemptions.yaml:5:14 wrong-value'],
  ],
  ['an exemption for nothing', exemption(''), ['exemptions.yaml:5:5 missing-key']],
  ['an exemption for a unit', exemption('    organizationalUnits: [/Workloads]\n'), []],
  [
    'an exemption for an unknown unit',
    exemption('    organizationalUnits: [/Workload]\n'),
    ['exemptions.yaml:6:27 unknown-organizational-unit'],
  ],
  [
    'an exemption for both',
    exemption("    account: '444444444444'\n    organizationalUnits: [/Workloads]\n"),
    ['exemptions.yaml:7:5 conflicting-values'],
  ],
];

const credentials = (issuer: string, subject: string): Readonly<Record<string, Edit>> =>
  sandbox(`federatedCredentials: { allowed: [{ issuer: ${issuer}, subjects: ['${subject}'] }] }`);
const github = 'https://token.actions.githubusercontent.com';

const subjects: readonly Case[] = [
  ['every subject of an issuer', credentials('https://ci.example', '*'), ['policies/sandbox.yaml:14:80 wrong-value']],
  [
    'repositories of whoever',
    credentials(github, 'repo:*/*:environment:prod'),
    ['policies/sandbox.yaml:14:105 wrong-value'],
  ],
  [
    'organizations by how they begin',
    credentials(github, 'repo:acme*/*:environment:prod'),
    ['policies/sandbox.yaml:14:105 wrong-value'],
  ],
  ['the repositories of an organization', credentials(github, 'repo:acme/*:environment:prod'), []],
  [
    'groups of whoever',
    credentials('https://gitlab.com', 'project_path:*/*:ref_type:branch:ref:main'),
    ['policies/sandbox.yaml:14:80 wrong-value'],
  ],
  [
    'organizations of whoever',
    credentials('https://app.terraform.io', 'organization:*:project:p:workspace:w:run_phase:apply'),
    ['policies/sandbox.yaml:14:86 wrong-value'],
  ],
];

const expiries: readonly Case[] = [
  ['a term without its unit', sandbox("expiry: { expiresAfter: '90' }"), ['policies/sandbox.yaml:14:29 wrong-value']],
  ['a term of no days', sandbox('expiry: { expiresAfter: 0d }'), ['policies/sandbox.yaml:14:29 wrong-value']],
  ['an expiry without a term', sandbox('expiry: { tag: until }'), ['policies/sandbox.yaml:14:13 missing-key']],
  [
    'an announcement before the beginning',
    sandbox('expiry: { expiresAfter: 14d, announceBefore: 14d }'),
    ['policies/sandbox.yaml:14:50 conflicting-values'],
  ],
  [
    'an announcement before the beginning, in an override',
    sandbox('overrides:', '  - { organizationalUnits: [/Sandbox], expiry: { expiresAfter: 7d, announceBefore: 30d } }'),
    ['policies/sandbox.yaml:15:88 conflicting-values'],
  ],
  [
    'an announcement before the beginning, in the defaults',
    defaults('expiry: { expiresAfter: 7d, announceBefore: 8d }'),
    ['organization.yaml:16:63 conflicting-values'],
  ],
];

describe.each([
  ['matches', matches],
  ['what is never reached', reached],
  ['terms', terms],
  ['overrides', overrides],
  ['waves', waves],
  ['a shared caller', shared],
  ['exemptions', exemptions],
  ['expiries', expiries],
  ['subjects', subjects],
])('%s', (_, cases) => {
  itFinds(cases);
});

it('names the policy that takes everything, and where it is', () => {
  expect(found(two('{ roles: { names: [a] } }', '{ roles: { names: [a] } }'))[0]?.message).toBe(
    'The policy `p2` is never reached: `p1` at config/policies/two.yaml:4 is asked earlier and takes everything that it is for. Change one of the two, or remove this one.',
  );
});
