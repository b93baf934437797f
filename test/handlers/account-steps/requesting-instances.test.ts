import { Failure, type FailureCode } from '../../../federation/failures';
import type { OrganizationView } from '../../../federation/organization';
import type { StackInstance, StackInstancesRequest, StackSetState, StackSetView } from '../../../federation/stack-sets';
import { AccountWorld, account, now, policy } from '../ports';

const state: StackSetState = {
  arn: 'arn',
  isServiceManaged: true,
  template: '{}',
  organizationalUnits: ['ou-ab12-workload'],
  tags: { 'oidc-factory:organization': 'o-a1b2c3d4e5' },
  autoDeployment: true,
  retainsStacks: true,
  dependsOn: [],
};
const current = (name: string): readonly [string, StackInstance] => [
  name,
  { account, region: 'us-east-1', status: 'CURRENT' },
];

/** StackSets of the management account. */
class MemoryStackSets implements StackSetView {
  readonly sets = new Map<string, StackSetState>([
    ['oidc-factory-account', state],
    ['oidc-factory-provider', state],
    ['CustomControlTower-oidc-factory-account', state],
  ]);
  readonly created: StackInstancesRequest[] = [];
  readonly instancesOf = new Map<string, StackInstance>();
  running: string | undefined;
  failing: FailureCode | undefined;

  describe(name: string) {
    return Promise.resolve(this.sets.get(name));
  }
  instances(name: string) {
    const instance = this.instancesOf.get(name);
    return Promise.resolve(instance === undefined ? [] : [instance]);
  }
  runningOperation() {
    return Promise.resolve(this.running);
  }
  createInstances(request: StackInstancesRequest) {
    if (this.failing !== undefined) return Promise.reject(new Failure(this.failing, 'It was told to fail.'));
    this.created.push(request);
    this.instancesOf.set(request.name, { account, region: 'us-east-1', status: 'OUTDATED' });
    return Promise.resolve('operation');
  }
}

const view = (unit: string): OrganizationView => ({
  listRoots: () => Promise.resolve(['r-ab12']),
  listOrganizationalUnitsForParent: () => Promise.resolve([]),
  listAccountsForParent: () => Promise.resolve([]),
  listTags: () => Promise.resolve({}),
  describeAccount: (id) => Promise.resolve({ id, name: 'payments', isActive: true, isClosed: false }),
  parentOf: () => Promise.resolve(unit),
  describeOrganizationalUnit: () => Promise.resolve(''),
});

const waiting = (unit = 'ou-ab12-workload') => {
  const world = new AccountWorld();
  const units = { ...policy.organizationalUnits, 'r-ab12': '/', 'ou-ab12-workprod': '/Workloads/Prod' };
  world.policy = { ...policy, deliver: 'stacksets', organizationalUnits: units };
  world.notReady = true;
  world.view = view(unit);
  const stackSets = new MemoryStackSets();
  world.stackSets = stackSets;
  const vended = new Date(Date.parse(now) - 15 * 60_000).toISOString();
  const look = (time = vended) =>
    world.run('account.awaitAccess', {}, { trigger: 'account-vended', roleName: undefined, time });
  const says = async (what: RegExp, time?: string) => {
    await expect(look(time)).rejects.toMatchObject({
      name: 'AccountNotReady',
      message: expect.stringMatching(what) as unknown,
    });
  };
  return { world, stackSets, look, says };
};

it('asks for the account in the unit that the StackSet is aimed at, once, and for the provider after that', async () => {
  const { stackSets, says } = waiting();
  await says(/has asked for its instance in the StackSet oidc-factory-account/);
  await says(/oidc-factory-account is OUTDATED/);
  expect(stackSets.created).toEqual([
    {
      name: 'oidc-factory-account',
      organizationalUnits: ['ou-ab12-workload'],
      accounts: [account],
      regions: ['us-east-1'],
    },
  ]);
  stackSets.instancesOf.set(...current('oidc-factory-account'));
  await says(/has asked for its instance in the StackSet oidc-factory-provider/);
  stackSets.instancesOf.set(...current('oidc-factory-provider'));
  await says(/Its stack instances are there/);
  expect(stackSets.created).toHaveLength(2);
});

it('leaves the StackSets ten minutes to deploy by themselves', async () => {
  const { stackSets, says } = waiting();
  await says(/has not deployed to it by itself yet/, now);
  expect(stackSets.created).toEqual([]);
});

it('asks in the unit of the targets, though the StackSet has a nearer one from before', async () => {
  const { stackSets, says } = waiting('ou-ab12-workprod');
  stackSets.sets.set('oidc-factory-account', {
    ...state,
    organizationalUnits: ['r-ab12', 'ou-ab12-workload', 'ou-ab12-workprod'],
  });
  await says(/has asked/);
  expect(stackSets.created).toMatchObject([{ organizationalUnits: ['ou-ab12-workload'] }]);
});

it.each<readonly [string, (stackSets: MemoryStackSets) => void, RegExp]>([
  ['has no tag', ({ sets }) => sets.set('oidc-factory-account', { ...state, tags: {} }), /not the factory's own/],
  [
    "is another organization's",
    ({ sets }) => sets.set('oidc-factory-account', { ...state, tags: { 'oidc-factory:organization': 'o-other00000' } }),
    /not the factory's own/,
  ],
  [
    'is self-managed',
    ({ sets }) => sets.set('oidc-factory-account', { ...state, isServiceManaged: false }),
    /not the factory's own/,
  ],
  ['is not there', ({ sets }) => sets.delete('oidc-factory-account'), /There is no StackSet/],
  [
    'is aimed elsewhere',
    ({ sets }) => sets.set('oidc-factory-account', { ...state, organizationalUnits: ['ou-ab12-sandbox0'] }),
    /not aimed at \/Workloads/,
  ],
  [
    'is aimed at more than the targets alone',
    ({ sets }) => sets.set('oidc-factory-account', { ...state, organizationalUnits: ['r-ab12'] }),
    /not aimed at \/Workloads/,
  ],
  ['is at work', (stackSets) => void (stackSets.running = 'other'), /Another operation/],
])('asks nothing of a StackSet that %s', async (_what, change, said) => {
  const { stackSets, says } = waiting();
  change(stackSets);
  await says(said);
  expect(stackSets.created).toEqual([]);
});

it.each<readonly [FailureCode, RegExp]>([
  ['Locked', /Another operation of a StackSet runs/],
  ['AccessDenied', /cannot ask for its stack instances.*told to fail.*deploy hook/],
])('goes on waiting where the call ends with %s', async (code, said) => {
  const { stackSets, says } = waiting();
  stackSets.failing = code;
  await says(said);
});

it('says what makes the role that cannot be assumed', async () => {
  const { world, says } = waiting();
  world.stackSets = undefined;
  await says(/deploy hook/);
});

it('asks nothing for an account that is out of scope, and nothing where another pipeline delivers', async () => {
  const outside = waiting('ou-ab12-sandbox0');
  expect(await outside.look()).toEqual({ access: 'out-of-scope' });
  expect(outside.stackSets.created).toEqual([]);
  const cfct = waiting();
  cfct.world.policy = policy;
  await cfct.says(/^The account has no access role/);
  expect(cfct.stackSets.created).toEqual([]);
});

it('asks nothing where something keeps the factory out of an account that has its access role', async () => {
  const { world, stackSets, look } = waiting();
  world.notReady = false;
  world.iam.failing.set('getOpenIdConnectProvider', 'AccessDenied');
  await expect(look()).rejects.toMatchObject({ name: 'AccountNotReady' });
  expect(stackSets.created).toEqual([]);
});
