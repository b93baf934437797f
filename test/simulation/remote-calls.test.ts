import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ScenarioStep } from '../../schemas/generated/documents/scenario.types';
import { createStage, playStep } from '../../simulation/rehearsal';
import { sampleGround } from './histories/ground';

const account = 'payments-us';
const role = { account, role: 'web-deployer' };
const another = { account, role: 'api-deployer' };
const made = {
  path: '/ci/',
  identityProvider: 'entra-prod',
  permissionsBoundary: 'ci-boundary',
  tags: { team: 'web' },
};
const create = { createRole: { ...role, ...made } };
const createAnother = { createRole: { ...another, ...made } };
const withJob = {
  createRole: { ...role, ...made, tags: { ...made.tags, 'oidc-factory:subject': 'repo:acme/web:environment:prod' } },
};
const remove = { deleteRole: role };
/** Sessions of access roles and tokens of Entra last an hour. */
const cold = { wait: { hours: 2 } };
const policy = 'workloads-prod';
const principals = ['e0000000-0000-4000-8000-00000000e001'];
const audience = 'e0000000-0000-4000-8000-0000000000a0';
const existing = {
  policyChange: {
    policy: 'readers',
    priority: 90,
    match: { roles: { names: ['web-*'] } },
    identityProvider: 'entra-prod',
    caller: { existing: principals, audience },
    enforcement: 'enforce' as const,
  },
};
const issuer = 'https://token.actions.githubusercontent.com';
const federatedCredentials = { allowed: [{ issuer, subjects: ['repo:acme/web:environment:prod'] }] };
const provider = { account, identityProvider: 'entra-prod' };
const vend = { vendAccount: { name: 'payments-ap', organizationalUnit: '/Workloads/Prod' } };
const shared = { policyChange: { policy, caller: { shared: 'ci' }, federatedCredentials } };
const perAccount = { policyChange: { policy, audience: 'per-account' as const } };

interface Case {
  readonly what: string;
  readonly before?: readonly ScenarioStep[];
  readonly act: ScenarioStep;
  /** What it must not pass, all services together. */
  readonly limit?: number;
}

const cases: readonly Case[] = [
  { what: 'onboarding, all cached', before: [createAnother, 'settle'], act: create, limit: 8 },
  { what: 'onboarding, nothing cached', before: [cold], act: create, limit: 11 },
  { what: 'onboarding with one federated credential', before: [createAnother, 'settle'], act: withJob },
  {
    what: 'onboarding once more, nothing to do',
    before: [create, 'settle'],
    act: { tagRole: { ...role, tags: { team: 'x' } } },
  },
  { what: 'offboarding, all cached', before: [create, 'settle'], act: remove, limit: 5 },
  { what: 'offboarding, nothing cached', before: [create, 'settle', cold], act: remove, limit: 8 },
  {
    what: 'a role out of scope, all cached',
    before: [create, 'settle'],
    act: { createRole: { ...another, ...made, path: '/app/' } },
    limit: 2,
  },
  {
    what: 'a role out of scope, nothing cached',
    before: [cold],
    act: { createRole: { ...another, ...made, path: '/app/' } },
    limit: 2,
  },
  {
    what: 'a role that breaks a limit, with its tag and event',
    before: [create, 'settle'],
    act: { createRole: { ...another, ...made, maxSessionDuration: 7200 } },
  },
  { what: 'onboarding with a shared caller, the first role', before: [shared, 'settle'], act: create },
  { what: 'onboarding with a shared caller, the next role', before: [shared, create, 'settle'], act: createAnother },
  { what: 'onboarding with an existing caller', before: [existing, 'settle'], act: create },
  { what: "onboarding with the account's audience, the first role", before: [perAccount, 'settle'], act: create },
  {
    what: "onboarding with the account's audience, the next role",
    before: [perAccount, create, 'settle'],
    act: createAnother,
  },
  {
    what: 'a role whose binding is declared, born with its statement',
    act: { createRole: { ...made, account, role: 'terraform-deployer', trust: 'declared' } },
  },
  { what: 'a reversal put right', before: [create, 'settle'], act: { editTrust: { ...role, form: 'as-created' } } },
  {
    what: 'releasing a role that leaves its policy',
    before: [create, 'settle'],
    act: { untagRole: { ...role, keys: ['team'] } },
  },
  { what: 'revoking', before: [create, 'settle'], act: { revoke: role } },
  { what: 'lifting a revocation', before: [create, 'settle', { revoke: role }, 'settle'], act: { reinstate: role } },
  { what: 'making a vended account ready', act: vend },
  { what: 'healing a provider, nothing lost', act: { addAudience: { ...provider, audience: 'another' } } },
  { what: 'healing a provider, two audiences lost', before: [create, 'settle'], act: { wipeAudiences: provider } },
  {
    what: 'healing a provider, nothing cached',
    before: [create, 'settle', cold],
    act: { wipeAudiences: provider },
  },
  { what: 'healing a provider that was deleted', before: [create, 'settle'], act: { deleteProvider: provider } },
];

const services = ['iam', 'sts', 'ssm', 'organizations', 'graph', 'token'] as const;

/** Plays a case, and counts what its last step brings about. */
const countsOf = async ({ before = [], act }: Case): Promise<Readonly<Record<string, number>>> => {
  const stage = await createStage({ ...sampleGround(), accounts: [] });
  for (const step of before) await playStep(step, stage);
  await playStep(act, stage);
  await playStep('settle', stage);
  const all = services.map((service) => [service, stage.calls.total(service)] as const);
  const own = [
    ['StartExecution', stage.calls.total('states', 'StartExecution')],
    ['PutEvents', stage.calls.total('events', 'PutEvents')],
  ] as const;
  return Object.fromEntries([...all, ['all', all.reduce((sum, [, count]) => sum + count, 0)], ...own]);
};

const columns = ['all', ...services, 'StartExecution', 'PutEvents'];

it('keeps to its limits, and the documentation to what is counted', async () => {
  const rows: (readonly string[])[] = [];
  for (const one of cases) {
    const counts = await countsOf(one);
    if (one.limit !== undefined) expect([one.what, counts['all']! <= one.limit]).toEqual([one.what, true]);
    rows.push([one.what, ...columns.map((column) => String(counts[column])), String(one.limit ?? '')]);
  }
  const table = rows.map((cells) => cells.join(' | ')).join('\n');
  const documented = readFileSync(path.join(__dirname, '../../docs/remote-calls.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| What') && !line.startsWith('| --'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    )
    .join('\n');
  expect(documented).toBe(table);
}, 60_000);
