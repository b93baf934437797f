import { compilePolicy, loadConfiguration } from '../../../customizations/configuration';
import isCompiledPolicy from '../../../schemas/generated/settings/compiled-policy.validate';
import { type Case, itFinds } from './finding-cases';
import { edited, type Edit } from './sample';

type Edits = Readonly<Record<string, Edit>>;

const header = 'apiVersion: oidc-factory/v1\nkind: ';
/** Identity providers beside that of the sample, from line 4 on. */
const providers = (...items: readonly string[]): Edits => ({
  'more.yaml': `${header}IdentityProviders\nidentityProviders:\n${items.map((item) => `  - { ${item} }\n`).join('')}`,
});
/** A policy that is asked before those of the sample, in line 4. */
const policy = (rest: string, provider = 'other'): Edits => ({
  'policies/other.yaml': `${header}Policies\npolicies:\n  - { name: outside, priority: 1, match: { roles: { names: [x] } }, identityProvider: ${provider}, ${rest} }\n`,
});
const github = providers('name: other, kind: github');
const of = (kind: string, subject: string): Edits => ({
  ...providers(`name: other, kind: ${kind}, issuer: https://issuer.example.com, audiences: [a]`),
  ...policy(`caller: { subjects: ['${subject}'] }`),
});
const ofGitHub = (rest: string): Edits => ({ ...github, ...policy(rest) });
const subjects = "caller: { subjects: ['repo:acme/*'] }";

const keys: readonly Case[] = [
  ['GitHub by its name alone', github, []],
  ['GitLab by its name alone', providers('name: other, kind: gitlab'), []],
  ['Terraform by its name alone', providers('name: other, kind: terraform-cloud'), []],
  [
    'an issuer of every kind',
    providers(
      ...['github', 'gitlab', 'terraform-cloud', 'azure-devops', 'kubernetes', 'oidc'].map(
        (kind, index) => `name: p${index}, kind: ${kind}, issuer: https://i${index}.example.com, audiences: [a]`,
      ),
    ),
    [],
  ],
  ['Azure DevOps without its issuer', providers('name: other, kind: azure-devops'), ['more.yaml:4:5 missing-key']],
  ['Kubernetes without its issuer', providers('name: other, kind: kubernetes'), ['more.yaml:4:5 missing-key']],
  [
    'any issuer without issuer and audiences',
    providers('name: other, kind: oidc'),
    ['more.yaml:4:5 missing-key', 'more.yaml:4:5 missing-key'],
  ],
  [
    'a tenant without its keys',
    providers('name: other, kind: entra'),
    ['more.yaml:4:5 missing-key', 'more.yaml:4:5 missing-key'],
  ],
  [
    'GitHub with the keys of a tenant',
    providers(
      'name: other, kind: github, tenantId: 8a7b6c5d-0000-4000-8000-1234567890ac, cloud: public, factoryClientId: 5f2c0000-0000-4000-8000-abcdefabcdef',
    ),
    ['more.yaml:4:34 conflicting-values', 'more.yaml:4:82 conflicting-values', 'more.yaml:4:97 conflicting-values'],
  ],
  [
    'a tenant with the keys of the others',
    providers(
      'name: other, kind: entra, tenantId: 8a7b6c5d-0000-4000-8000-1234567890ac, factoryClientId: 5f2c0000-0000-4000-8000-abcdefabcdef, issuer: https://a.example.com, audiences: [a]',
    ),
    ['more.yaml:4:136 conflicting-values', 'more.yaml:4:167 conflicting-values'],
  ],
  [
    'a mistyped key of a tenant',
    providers(
      'name: other, kind: entra, tenantld: 8a7b6c5d-0000-4000-8000-1234567890ac, factoryClientId: 5f2c0000-0000-4000-8000-abcdefabcdef',
    ),
    ['more.yaml:4:33 unknown-key'],
  ],
  [
    'a mistyped issuer',
    providers('name: other, kind: oidc, isuer: https://a.example.com, audiences: [a]'),
    ['more.yaml:4:32 unknown-key'],
  ],
  ['a kind that is not there', providers('name: other, kind: gitea'), ['more.yaml:4:26 wrong-value']],
  [
    'an issuer without https',
    providers('name: other, kind: oidc, issuer: http://a.example.com, audiences: [a]'),
    ['more.yaml:4:40 wrong-value'],
  ],
  [
    'an audience with a wildcard',
    providers("name: other, kind: github, audiences: ['*']"),
    ['more.yaml:4:46 wrong-value'],
  ],
  ['no audience', providers('name: other, kind: github, audiences: []'), ['more.yaml:4:45 wrong-value']],
  [
    'an account that is not known',
    providers("name: other, kind: github, existingIn: ['999999999999']"),
    ['more.yaml:4:47 unknown-account'],
  ],
  [
    'no tenant at all',
    {
      'identity-providers.yaml': null,
      ...policy(subjects, 'entra-prod'),
      ...providers('name: entra-prod, kind: github'),
      'policies/sandbox.yaml': null,
      'policies/workloads.yaml': null,
      'bindings/payments.yaml': null,
    },
    ['more.yaml:4:3 not-supported-yet'],
  ],
];

const twice: readonly Case[] = [
  ['by default', providers('name: a, kind: github', 'name: b, kind: github'), ['more.yaml:5:22 conflicting-values']],
  [
    'written out',
    providers(
      'name: a, kind: github',
      'name: b, kind: oidc, issuer: https://token.actions.githubusercontent.com, audiences: [a]',
    ),
    ['more.yaml:5:36 conflicting-values'],
  ],
  [
    'but for the slash at its end',
    providers('name: a, kind: gitlab', 'name: b, kind: gitlab, issuer: https://gitlab.com/'),
    ['more.yaml:5:38 conflicting-values'],
  ],
  [
    'as a tenant’s',
    providers(
      'name: a, kind: oidc, issuer: https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/, audiences: [a]',
    ),
    ['more.yaml:4:36 conflicting-values'],
  ],
  [
    'as an enterprise, which is another',
    providers(
      'name: a, kind: github',
      'name: b, kind: github, issuer: https://token.actions.githubusercontent.com/acme',
    ),
    [],
  ],
];

const callers: readonly Case[] = [
  ['subjects', ofGitHub(subjects), []],
  ['an application', ofGitHub('caller: own-application'), ['policies/other.yaml:4:102 conflicting-values']],
  ['a shared application', ofGitHub('caller: { shared: ci }'), ['policies/other.yaml:4:102 conflicting-values']],
  ['subjects of a tenant', policy(subjects, 'entra-prod'), ['policies/other.yaml:4:107 conflicting-values']],
  [
    'subjects of what is not there',
    policy(subjects, 'nowhere'),
    ['policies/other.yaml:4:87 unknown-identity-provider'],
  ],
  [
    'subjects and a name',
    ofGitHub("caller: { subjects: ['repo:acme/*'], shared: ci }"),
    ['policies/other.yaml:4:131 conflicting-values'],
  ],
  [
    'subjects and principals',
    ofGitHub(
      "caller: { subjects: ['repo:acme/*'], existing: [8a7b6c5d-0000-4000-8000-1234567890ab], audience: 8a7b6c5d-0000-4000-8000-1234567890ab }",
    ),
    ['policies/other.yaml:4:131 conflicting-values', 'policies/other.yaml:4:181 conflicting-values'],
  ],
  ['no subject', ofGitHub('caller: { subjects: [] }'), ['policies/other.yaml:4:114 wrong-value']],
  [
    'an audience for each account',
    ofGitHub(`${subjects}, audience: per-account`),
    ['policies/other.yaml:4:143 conflicting-values'],
  ],
  ['an audience for each role', ofGitHub(`${subjects}, audience: per-role`), []],
  [
    'federated credentials',
    ofGitHub(`${subjects}, federatedCredentials: { allowed: [{ issuer: https://a.example.com, subjects: [x] }] }`),
    ['policies/other.yaml:4:133 conflicting-values'],
  ],
  [
    'a declared binding',
    {
      ...ofGitHub(subjects),
      'bindings/other.yaml': `${header}Bindings\nbindings:\n  - { account: payments-us, role: x, policy: outside }\n`,
    },
    ['bindings/other.yaml:4:46 conflicting-values'],
  ],
  [
    'a subject that is too wide',
    ofGitHub("caller: { subjects: ['repo:acme/*', 'repo:acme*', '*'] }"),
    ['policies/other.yaml:4:130 wrong-value', 'policies/other.yaml:4:144 wrong-value'],
  ],
  [
    'too wide a subject of GitLab’s software',
    of('gitlab', 'project_path:*'),
    ['policies/other.yaml:4:115 wrong-value'],
  ],
  [
    'too wide a subject of a cluster',
    of('kubernetes', 'system:serviceaccount:*'),
    ['policies/other.yaml:4:115 wrong-value'],
  ],
  ['anybody of any issuer', of('oidc', '*:x'), ['policies/other.yaml:4:115 wrong-value']],
  ['somebody of any issuer', of('oidc', 'x:*'), []],
];

describe.each([
  ['the keys of an identity provider', keys],
  ['an issuer that is given twice', twice],
  ['the caller of an outside issuer', callers],
])('%s', (_, cases) => {
  itFinds(cases);
});

describe('compiled', () => {
  const compiled = (edits: Edits) => {
    const policy = compilePolicy(loadConfiguration(edited(edits)).configuration!);
    expect(isCompiledPolicy(policy)).toBe(true);
    return policy;
  };

  it('outside issuers stand beside the tenants, by name, with what their kinds have', () => {
    const { identityProviders, outsideProviders } = compiled(
      providers(
        'name: tfc, kind: terraform-cloud',
        'name: lab, kind: gitlab',
        'name: hub, kind: github, audiences: [b, a]',
        'name: own, kind: oidc, issuer: https://i.example.com/x, audiences: [c]',
        'name: ado, kind: azure-devops, issuer: https://vstoken.dev.azure.com/8a7b6c5d',
        'name: k8s, kind: kubernetes, issuer: https://oidc.eks.eu-west-1.amazonaws.com/id/ABC',
      ),
    );
    expect(identityProviders.map(({ name }) => name)).toEqual(['entra-prod']);
    expect(outsideProviders).toEqual([
      {
        name: 'ado',
        kind: 'azure-devops',
        issuer: 'https://vstoken.dev.azure.com/8a7b6c5d',
        audiences: ['api://AzureADTokenExchange'],
      },
      { name: 'hub', kind: 'github', issuer: 'https://token.actions.githubusercontent.com', audiences: ['a', 'b'] },
      {
        name: 'k8s',
        kind: 'kubernetes',
        issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC',
        audiences: ['sts.amazonaws.com'],
      },
      { name: 'lab', kind: 'gitlab', issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'] },
      { name: 'own', kind: 'oidc', issuer: 'https://i.example.com/x', audiences: ['c'] },
      {
        name: 'tfc',
        kind: 'terraform-cloud',
        issuer: 'https://app.terraform.io',
        audiences: ['aws.workload.identity'],
      },
    ]);
  });

  it('subjects are a sorted set', () => {
    const { policies } = compiled(ofGitHub("caller: { subjects: ['repo:b/*', 'repo:a/*'] }"));
    expect(policies[0]?.caller).toEqual({ kind: 'outside', subjects: ['repo:a/*', 'repo:b/*'] });
  });
});
