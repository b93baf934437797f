// Plays full reconciles that change nothing in the local organization, through the generated definitions and the real
// handlers, and says how long they take, what memory they need and how many calls an account costs. Every account has 20
// roles, two of them bound; the others are roles of services.
//   node --expose-gc test/performance/reconcile-organization.mjs [--accounts 100,10000] [--times 5]
// One size alone fits into a gibibyte: node --max-old-space-size=800 --expose-gc … --accounts 10000 --times 1
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import projects from '../../dist/scripts/project.js';
import rehearsals from '../../dist/scripts/rehearsal.js';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100,10000' },
    times: { type: 'string', default: '5' },
    roles: { type: 'string', default: '20' },
  },
});
const sizes = values.accounts.split(',').map(Number);
const times = Number(values.times);
const roles = Number(values.roles);
const bound = ['web-deployer', 'api-deployer'];

const idOf = (index) => String(600_000_000_000 + index);

/** The sample organization with so many accounts more, made from one account whose roles the factory has bound itself. */
const organizationOf = async (accounts) => {
  const { project } = await projects.readProject('config');
  const { files } = await projects.generate(project);
  const pattern = { id: idOf(0), name: 'payments-0', organizationalUnit: '/Workloads/Prod', tags: {} };
  const others = Array.from({ length: accounts - 1 }, (_, index) => ({
    ...pattern,
    id: idOf(index + 1),
    name: `payments-${index + 1}`,
  }));
  const stage = await rehearsals.stageOf(project, files, { scenario: { accounts: [] } });
  const { organization, tenants, policy } = stage;
  const { cloud } = organization.parts;
  const [{ issuer }] = policy.identityProviders;
  const [{ entra }] = [...tenants.values()];

  const add = (account) => {
    organization.organization.add(account);
    organization.table.accounts.set(account.id, account);
  };
  add(pattern);
  organization.redeploy(rehearsals.publishedOf(files, project));
  for (const roleName of bound) {
    organization.createRole(pattern.id, {
      roleName,
      path: '/ci/',
      trustPolicy: organization.consoleTrustPolicy(pattern.id, issuer),
      permissionsBoundary: `arn:aws:iam::${pattern.id}:policy/b`,
      tags: { team: 'web' },
    });
  }
  await organization.settle();

  const service = (roleName) => ({
    roleName,
    path: '/',
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
    maxSessionDurationSeconds: 3600,
    tags: { team: 'web' },
  });
  const fill = (store) => {
    for (let index = store.roles.size; index < roles; index += 1) store.addRole(service(`service-${index}`));
  };
  const { applications, servicePrincipals } = entra.snapshot();
  const guid = (kind, index) => `${kind}000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  fill(cloud.iam(pattern.id));
  const access = cloud.iam(pattern.id).roles.get('oidc-factory-access');
  others.forEach((account, index) => {
    add(account);
    const store = cloud.iam(account.id);
    const inAccount = (value) => JSON.parse(JSON.stringify(value).replaceAll(pattern.id, account.id));
    const own = store.addRole({ ...access, roleName: access.name, tags: {} });
    for (const [name, document] of access.policies) own.policies.set(name, inAccount(document));
    store.addProvider(issuer, ['oidc-factory-pending']);
    bound.forEach((roleName, at) => {
      const record = organization.table.bindings.get(`${pattern.id}/${roleName}`);
      const application = applications.find(({ uniqueName }) => uniqueName === record.uniqueName);
      const principal = servicePrincipals.find(({ appId }) => appId === application.appId);
      const number = index * bound.length + at;
      const ids = { application: guid('a0', number), appId: guid('b0', number), principal: guid('c0', number) };
      const renamed = (value) =>
        JSON.parse(
          JSON.stringify(value)
            .replaceAll(pattern.id, account.id)
            .replaceAll(application.id, ids.application)
            .replaceAll(application.appId, ids.appId)
            .replaceAll(principal.id, ids.principal),
        );
      entra.directory.applications.put(renamed(application));
      entra.directory.servicePrincipals.put(renamed(principal));
      const role = cloud.iam(pattern.id).roles.get(roleName);
      const added = store.addRole({
        roleName,
        path: role.path,
        trustPolicy: renamed(role.trustPolicy),
        maxSessionDurationSeconds: 3600,
        permissionsBoundary: renamed(role.permissionsBoundary),
        tags: Object.fromEntries(role.tags),
      });
      store.provider(issuer).audiences.add(ids.appId);
      organization.table.bindings.set(`${account.id}/${roleName}`, { ...renamed(record), roleId: added.roleId });
    });
    fill(store);
  });
  return stage;
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const measure = async (accounts) => {
  const made = performance.now();
  const stage = await organizationOf(accounts);
  const { organization } = stage;
  console.log(`${accounts} accounts made in ${((performance.now() - made) / 1000).toFixed(1)} s`);
  // The first run is not counted: it finds everything cold.
  const walls = [];
  const cpus = [];
  let counts;
  let maxRss = 0;
  for (let time = 0; time <= times; time += 1) {
    // Sessions of the access roles last an hour.
    await organization.settle({ until: new Date(organization.clock.now().getTime() + 24 * 3600 * 1000) });
    organization.calls.reset();
    globalThis.gc?.();
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    organization.nightly();
    await organization.settle();
    const used = process.cpuUsage(cpu);
    // Later runs have what the earlier ones have left in the bucket, which nothing takes away here.
    if (time === 0) maxRss = process.resourceUsage().maxRSS;
    if (time > 0) {
      walls.push((performance.now() - wall) / 1000);
      cpus.push((used.user + used.system) / 1e6);
    }
    counts = organization.calls.snapshot();
    const [last] = organization.outcomes().slice(-1);
    if (last?.['detail-type'] !== 'Organization Reconciled' || last.detail.changed !== 0 || last.detail.failed !== 0)
      throw new Error(`The reconcile was none that changes nothing: ${JSON.stringify(last)}`);
    if (last.detail.reconciled < accounts) throw new Error(`Only ${last.detail.reconciled} accounts were read.`);
  }
  const report = {
    accounts,
    wallSeconds: median(walls),
    cpuSeconds: median(cpus),
    cpuMillisecondsPerAccount: (median(cpus) * 1000) / accounts,
    maxRssMiB: Math.round(maxRss / 1024),
    callsPerAccount: Object.fromEntries(
      Object.entries(counts).flatMap(([name, operations]) =>
        Object.entries(operations).map(([operation, count]) => [`${name} ${operation}`, count / accounts]),
      ),
    ),
  };
  console.log(JSON.stringify(report, null, 1));
  return report;
};

const reports = [];
for (const size of sizes) reports.push(await measure(size));
const [first, last] = [reports[0], reports.at(-1)];
if (reports.length > 1) {
  const ratio = last.cpuMillisecondsPerAccount / first.cpuMillisecondsPerAccount;
  console.log(`per account, ${last.accounts} to ${first.accounts}: ${ratio.toFixed(2)} (CPU, median of ${times})`);
}
