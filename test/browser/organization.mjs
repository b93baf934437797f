// An organization for the page of a report: the sample configuration with an exemption that has ended, and an inventory
// in which some roles are in order, some are not, and one account is missing.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import callers from '../../dist/federation/callers.js';

const { chooseCredentials, uniqueNameOf } = callers;

/** The moment at which the report is made. */
export const now = new Date('2027-01-05T08:30:00.000Z');

const observedAt = '2027-01-05T02:00:00.000Z';
const tenant = '8a7b6c5d-0000-4000-8000-1234567890ab';
const entra = `sts.windows.net/${tenant}/`;
const github = 'token.actions.githubusercontent.com';
const cluster = 'oidc.eks.eu-west-1.amazonaws.com/id/5C7D1E9A3B';

const guid = (kind, number) => `${kind}b4e6f0${number}-3c1d-4e5f-8a9b-${String(number).padStart(12, '7')}`;

const statement = (account, issuer, claims) => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: Object.fromEntries(
    Object.entries(claims).map(([operator, values]) => [
      operator,
      Object.fromEntries(Object.entries(values).map(([claim, value]) => [`${issuer}:${claim}`, value])),
    ]),
  ),
});

/** A role with one trust statement. */
const roleOf = (account, name, trust, more = {}) => {
  const rolePath = more.path ?? '/ci/';
  return {
    arn: `arn:aws:iam::${account}:role${rolePath}${name}`,
    name,
    path: rolePath,
    roleId: `AROA${account}${name.toUpperCase().replace(/\W/g, '')}`,
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    maxSessionDurationSeconds: 3600,
    permissionsBoundary: `arn:aws:iam::${account}:policy/ci-boundary`,
    tags: {
      team: 'payments',
      owner: 'payments@example.com',
      'oidc-factory:subject': `repo:acme/${name}:environment:prod`,
    },
    managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    createdAt: '2026-04-02T09:12:00Z',
    lastUsedAt: '2027-01-04T17:40:00Z',
    ...more,
  };
};

const allowed = [{ issuer: `https://${github}`, subjects: ['repo:acme/*:environment:prod'] }];

let made = 0;

/** A role that the factory has bound, with all that belongs to it. */
const boundRole = (account, name, more = {}) => {
  made += 1;
  const [audience, subject] = [guid('a', made), guid('c', made)];
  const role = roleOf(
    account,
    name,
    statement(account, entra, { StringEquals: { aud: audience, sub: subject } }),
    more,
  );
  const uniqueName = uniqueNameOf(account, name);
  const chosen = chooseCredentials({ federatedCredentials: { tag: 'oidc-factory:subject', allowed } }, role.tags);
  return {
    role,
    caller: { identityProvider: 'entra-prod', uniqueName, clientId: audience, subject, isOurs: true, isSound: true },
    binding: {
      account,
      roleName: name,
      roleId: role.roleId,
      policy: 'workloads-prod',
      identityProvider: 'entra-prod',
      issuer: `https://${entra}`,
      caller: 'own-application',
      uniqueName,
      onDelete: 'retire',
      audience,
      subjects: [subject],
      clientIds: [audience],
      audiences: [audience],
      state: 'bound',
      confirmed: { audience, subjects: [subject] },
      boundAt: '2026-04-02T09:14:00.000Z',
      announced: true,
      credentials: chosen.credentials.map((credential) => credential.name),
      version: 3,
      updatedAt: '2026-04-02T09:14:00.000Z',
    },
  };
};

const accountOf = (id, name, organizationalUnit, { bound = [], others = [], issuers = [] }) => ({
  inventory: 'oidc-factory/v1',
  observedAt,
  account: { id, name, organizationalUnit, tags: {} },
  roles: [...bound.map(({ role }) => role), ...others],
  providers: [
    [entra, ['oidc-factory-pending', ...bound.map(({ binding }) => binding.audience)]],
    ...issuers.map((issuer) => [issuer, ['sts.amazonaws.com']]),
  ].map(([issuer, audiences]) => ({
    arn: `arn:aws:iam::${id}:oidc-provider/${issuer}`,
    issuer: `https://${issuer}`,
    audiences,
  })),
  callers: bound.map(({ caller }) => caller),
  bindings: bound.map(({ binding }) => binding),
  sightings: [],
});

const [us, eu, apac, playground, legacy] = [
  '444444444444',
  '777777777777',
  '888888888888',
  '666666666666',
  '333333333333',
];

const pending = (account) => statement(account, entra, { StringEquals: { aud: 'oidc-factory-pending' } });

const accounts = () => [
  accountOf('111111111111', 'Management', '/', {}),
  accountOf('222222222222', 'Identity', '/Infrastructure', {}),
  accountOf(us, 'payments-us', '/Workloads/Prod', {
    bound: [boundRole(us, 'web-deployer'), boundRole(us, 'api-deployer', { lastUsedAt: '2027-01-05T01:10:00Z' })],
    others: [
      roleOf(us, 'batch-deployer', pending(us), { createdAt: '2027-01-05T01:58:00Z', lastUsedAt: undefined }),
      roleOf(us, 'legacy-sync', statement(us, entra, { StringEquals: { aud: guid('e', 9) } }), { path: '/' }),
    ],
  }),
  accountOf(eu, 'payments-eu', '/Workloads/Prod', {
    bound: [
      boundRole(eu, 'web-deployer'),
      boundRole(eu, 'ledger-deployer', { lastUsedAt: '2026-12-30T11:00:00Z' }),
      boundRole(eu, 'report-deployer', { lastUsedAt: '2026-08-11T11:00:00Z' }),
    ],
    others: [
      roleOf(eu, 'admin-deployer', pending(eu), { maxSessionDurationSeconds: 43200, lastUsedAt: undefined }),
      roleOf(
        eu,
        'github-release',
        statement(eu, github, { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:*' } }),
        { path: '/', lastUsedAt: '2026-12-01T10:00:00Z' },
      ),
    ],
    issuers: [github],
  }),
  accountOf(apac, 'payments-apac', '/Workloads/Prod', {
    bound: [boundRole(apac, 'web-deployer', { lastUsedAt: '2027-01-03T10:00:00Z' })],
    others: [
      roleOf(
        apac,
        'eks-settlement',
        statement(apac, cluster, {
          StringEquals: { aud: 'sts.amazonaws.com', sub: 'system:serviceaccount:payments:settlement' },
        }),
        { path: '/' },
      ),
    ],
    issuers: [cluster],
  }),
  accountOf(playground, 'playground', '/Sandbox', {
    others: [roleOf(playground, 'try-out', pending(playground), { lastUsedAt: undefined })],
  }),
  accountOf(legacy, 'payments-legacy', '/Workloads/Prod', {
    others: [roleOf(legacy, 'old-pipeline', statement(legacy, entra, { StringEquals: { aud: guid('e', 8) } }))],
  }),
];

/** Names that whoever may create roles or accounts can choose, or may write into what is not checked. */
export const hostile = [
  '<script>document.title="broken"</script>',
  '</script><img src=x onerror=document.title="broken">',
  `"'><svg/onload=document.title='broken'>`,
  '${document.title="broken"}\u2028\u2029',
  '\u202egnp.exe\u2066',
  '=cmd|calc',
];

/** An account in which everything has a hostile name. */
const hostileAccount = () =>
  accountOf('999999999999', `team ${hostile.join(' ')}`, '/Workloads/<b>Prod', {
    others: hostile.map((name, index) =>
      roleOf('999999999999', name, statement('999999999999', `${name}.example.com`, { StringLike: { sub: name } }), {
        roleId: `AROAHOSTILE${index}`,
        path: `/${name}/`,
        tags: { team: name, owner: name },
      }),
    ),
    issuers: hostile.map((name) => `${name}.example.com`),
  });

/** An account with more roles than a page of a table has. */
const largeAccount = () =>
  accountOf('123456789012', 'many-roles', '/Workloads/Prod', {
    others: Array.from({ length: 120 }, (_, index) =>
      roleOf(
        '123456789012',
        `service-${String(index).padStart(3, '0')}`,
        statement('123456789012', cluster, { StringEquals: { sub: `system:serviceaccount:team:service-${index}` } }),
        { path: '/' },
      ),
    ),
    issuers: [cluster],
  });

/** Writes the organization below a folder: `config/` and `inventory.jsonl`. */
export const writeOrganization = async (folder, { isHostile = false, isLarge = false } = {}) => {
  made = 0;
  const config = path.join(folder, 'config');
  await mkdir(folder, { recursive: true });
  await cp(path.resolve(import.meta.dirname, '..', '..', 'config'), config, { recursive: true });
  const organization = path.join(config, 'organization.yaml');
  await writeFile(organization, `${await readFile(organization, 'utf8')}policyDefaults: { ownerTag: owner }\n`);
  await writeFile(
    path.join(config, 'exemptions.yaml'),
    `apiVersion: oidc-factory/v1
kind: Exemptions
exemptions:
  - { finding: trust-subject-missing, account: "${us}", role: legacy-*, reason: migration to the new ledger, owner: identity-team@example.com, until: '2027-01-31' }
  - { finding: role-unused, organizationalUnits: [/Workloads], reason: quarterly reports, owner: payments@example.com, until: '2026-12-31' }
`,
  );
  const lines = [...accounts(), ...(isHostile ? [hostileAccount()] : []), ...(isLarge ? [largeAccount()] : [])];
  await writeFile(path.join(folder, 'inventory.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
};
