// Writes an organization of any size, always the same for the same numbers: a configuration with its lock file, and an
// inventory. Of its roles a share is federated (three in ten unless given): of these most are bound and in order, one in a
// hundred has drifted and one in fifty is a finding. The others are what accounts are full of: roles of services, of
// single sign-on, of other accounts.
//   node test/performance/generate-organization.mjs DIR [--accounts 10000] [--roles 200000] [--policies 200]
//     [--federated 0.3] [--seed 1]
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import callers from '../../dist/federation/callers.js';

const { chooseCredentials } = callers;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accounts: { type: 'string', default: '10000' },
    roles: { type: 'string', default: '200000' },
    policies: { type: 'string', default: '200' },
    federated: { type: 'string', default: '0.3' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
const [accounts, roles, policies, federated] = [values.accounts, values.roles, values.policies, values.federated].map(
  Number,
);

/** Mulberry32: small, and the same everywhere. */
const dice = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};
const random = dice(Number(values.seed));

const tenant = '8a7b6c5d-0000-4000-8000-1234567890ab';
const host = `sts.windows.net/${tenant}/`;
const now = '2026-11-24T02:00:00.000Z';
const guid = (kind, number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const units = Array.from({ length: Math.max(1, Math.ceil(policies / 2)) }, (_, index) => `/Workloads/Team${index}`);
const teamOf = (index) => index % units.length;
const accountId = (index) => String(600000000000 + index);

/** Two policies a team: its deployers, and its readers, by name, path and tag. */
const policyText = Array.from({ length: policies }, (_, index) => {
  const team = Math.floor(index / 2);
  const kind = index % 2 === 0 ? 'deployer' : 'reader';
  return `  - name: team${team}-${kind}s
    priority: ${100 + index}
    match:
      organizationalUnits: [/Workloads/Team${team}]
      roles: { names: ["*-${kind}"], paths: ["/ci/"], tags: { team: "*" } }
    identityProvider: entra-prod
    caller: own-application
    federatedCredentials: { allowed: [{ issuer: https://token.actions.githubusercontent.com, subjects: ["repo:acme/team${team}:environment:prod"] }] }
    limits: { maxSessionDuration: 1h }
    enforcement: enforce
`;
}).join('');

const configuration = {
  'organization.yaml': `apiVersion: oidc-factory/v1
kind: Organization
organization: { id: o-a1b2c3d4e5, partition: aws, homeRegion: eu-west-1, managementAccount: "111111111111" }
factory:
  account: { id: "222222222222", name: Identity }
  entraCredential: { kind: aws-outbound-federation }
targets:
  organizationalUnits: [/Workloads]
deliver: cfct
`,
  'identity-providers.yaml': `apiVersion: oidc-factory/v1
kind: IdentityProviders
identityProviders:
  - { name: entra-prod, kind: entra, tenantId: ${tenant}, factoryClientId: 5f2c0000-0000-4000-8000-abcdefabcdef }
`,
  'policies.yaml': `apiVersion: oidc-factory/v1
kind: Policies
policies:
${policyText}`,
  'organization.lock.yaml': `apiVersion: oidc-factory/v1
kind: OrganizationLock
organization: o-a1b2c3d4e5
organizationalUnits:
  - { id: r-ab12, path: / }
  - { id: ou-ab12-00000000, path: /Security }
  - { id: ou-ab12-00000001, path: /Workloads }
${units.map((unit, index) => `  - { id: ou-ab12-${String(10000000 + index)}, path: ${unit} }`).join('\n')}
accounts:
  - { id: "111111111111", name: Management, organizationalUnit: / }
  - { id: "222222222222", name: Identity, organizationalUnit: /Security }
${Array.from({ length: accounts }, (_, index) => `  - { id: "${accountId(index)}", name: account-${index}, organizationalUnit: ${units[teamOf(index)]} }`).join('\n')}
`,
};

const trust = (account, audience, subject) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${host}:aud`]: audience, ...(subject !== undefined && { [`${host}:sub`]: subject }) },
        },
      },
    ],
  });

const credentialOf = (team) => {
  const allowed = [
    { issuer: 'https://token.actions.githubusercontent.com', subjects: [`repo:acme/team${team}:environment:prod`] },
  ];
  return chooseCredentials({ federatedCredentials: { allowed } }, {}).credentials[0].name;
};

/** A role, and what there is of its binding. */
const roleOf = (account, number, inAccount) => {
  const kind = inAccount % 2 === 0 ? 'deployer' : 'reader';
  const name = `app${inAccount}-${kind}`;
  const [audience, subject] = [guid('a', number), guid('b', number)];
  const chance = random();
  const isDrifted = chance < 0.01;
  const isFound = chance > 0.98;
  const uniqueName = `aws-${account}-${name}`;
  return {
    role: {
      arn: `arn:aws:iam::${account}:role/ci/${name}`,
      name,
      path: '/ci/',
      roleId: `AROA${String(number).padStart(16, '0')}`,
      trustPolicy: isDrifted ? trust(account, 'oidc-factory-pending') : trust(account, audience, subject),
      maxSessionDurationSeconds: 3600,
      tags: { team: 'web', 'cost-center': '1234' },
      managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      createdAt: '2026-01-01T00:00:00Z',
      lastUsedAt: isFound ? '2026-03-01T00:00:00Z' : '2026-11-20T00:00:00Z',
    },
    audience,
    caller: { identityProvider: 'entra-prod', uniqueName, clientId: audience, subject, isOurs: true, isSound: true },
    binding: {
      account,
      roleName: name,
      roleId: `AROA${String(number).padStart(16, '0')}`,
      policy: `team${teamOf(Number(account) - 600000000000)}-${kind}s`,
      identityProvider: 'entra-prod',
      issuer: `https://${host}`,
      caller: 'own-application',
      uniqueName,
      onDelete: 'retire',
      audience,
      subjects: [subject],
      clientIds: [audience],
      audiences: [audience],
      state: 'bound',
      confirmed: { audience, subjects: [subject] },
      announced: true,
      credentials: [credentialOf(teamOf(Number(account) - 600000000000))],
      version: 3,
      updatedAt: '2026-01-01T00:01:00.000Z',
    },
  };
};

const others = [
  { Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  { Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::222222222222:root' } },
  {
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Principal: { Federated: 'arn:aws:iam::222222222222:saml-provider/sso' },
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  },
];

/** A role that nobody assumes with a web identity token. */
const plainRole = (account, number, inAccount) => {
  const name = `role${inAccount}`;
  return {
    arn: `arn:aws:iam::${account}:role/${name}`,
    name,
    path: '/',
    roleId: `AROA${String(number).padStart(16, '0')}`,
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...others[number % others.length] }],
    }),
    maxSessionDurationSeconds: 3600,
    tags: { 'cost-center': '1234' },
    managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    createdAt: '2026-01-01T00:00:00Z',
    lastUsedAt: '2026-11-20T00:00:00Z',
  };
};

const lineOf = (index) => {
  const account = accountId(index);
  const from = Math.floor((index * roles) / accounts);
  const to = Math.floor(((index + 1) * roles) / accounts);
  const bound = Math.round((to - from) * federated);
  const all = Array.from({ length: bound }, (_, inAccount) => roleOf(account, from + inAccount, inAccount));
  const plain = Array.from({ length: to - from - bound }, (_, rest) =>
    plainRole(account, from + bound + rest, bound + rest),
  );
  return JSON.stringify({
    inventory: 'oidc-factory/v1',
    observedAt: now,
    account: { id: account, name: `account-${index}`, organizationalUnit: units[teamOf(index)], tags: {} },
    roles: [...all.map(({ role }) => role), ...plain],
    providers: [
      {
        arn: `arn:aws:iam::${account}:oidc-provider/${host}`,
        issuer: `https://${host}`,
        audiences: ['oidc-factory-pending', ...all.map(({ audience }) => audience)],
      },
    ],
    callers: all.map(({ caller }) => caller),
    bindings: all.map(({ binding }) => binding),
    sightings: [],
  });
};

await mkdir(path.join(folder, 'config'), { recursive: true });
for (const [name, text] of Object.entries(configuration)) await writeFile(path.join(folder, 'config', name), text);
const out = createWriteStream(path.join(folder, 'inventory.jsonl'));
for (let index = 0; index < accounts; index += 1) if (!out.write(`${lineOf(index)}\n`)) await once(out, 'drain');
out.end();
await once(out, 'finish');
