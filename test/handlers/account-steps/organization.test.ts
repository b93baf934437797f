import {
  approvedKey,
  bucketPrefixes,
  callersKey,
  inventoryKey,
  listKey,
  manifestKey,
  planKey,
  reportKey,
  shardKey,
} from '../../../federation/bucket-keys';
import { canonicalHash } from '../../../handlers/canonical-hash';
import validateInventoryAccount from '../../../schemas/generated/inventory/account.validate';
import { AccountWorld, account, clientId, issuer, policy, record, role, subject, trust } from '../ports';

const run = 'event-1-1';
const callers = callersKey(run, 1);
const uniqueName = `aws-${account}-web-deployer`;
const live = { identityProvider: 'entra-prod', uniqueName, clientId, subject, isOurs: true, isSound: true };
const unit = { trigger: 'organization-due', account: '222222222222', roleName: undefined };
const one = { trigger: 'account-due', roleName: undefined };

/** An account with so many roles that are bound, as everything should be. */
const worldOf = (roles: readonly string[] = ['web-deployer'], applications: readonly object[] = [live]) => {
  const world = new AccountWorld();
  world.iam.roles.clear();
  for (const [index, roleName] of roles.entries()) {
    const [id, sub] = [clientId, subject].map((guid) => `${guid.slice(0, -2)}${String(index + 1).padStart(2, '0')}`);
    world.iam.roles.set(roleName, role({ name: roleName, roleId: `AROA${index}`, trustPolicy: trust(id, sub) }));
    world.iam.providers.get(issuer)!.add(id!);
    world.table.bindings.set(
      `${account}/${roleName}`,
      record({
        roleName,
        roleId: `AROA${index}`,
        uniqueName: `aws-${account}-${roleName}`,
        state: 'bound',
        audience: id!,
        subjects: [sub!],
        clientIds: [id!],
        audiences: [id!],
      }),
    );
  }
  world.objects.set(shardKey(callers, 0), JSON.stringify({ applications }));
  return world;
};
const applicationsOf = (roles: readonly string[]): readonly object[] =>
  roles.map((roleName, index) => ({
    ...live,
    uniqueName: `aws-${account}-${roleName}`,
    clientId: `${clientId.slice(0, -2)}${String(index + 1).padStart(2, '0')}`,
    subject: `${subject.slice(0, -2)}${String(index + 1).padStart(2, '0')}`,
  }));
const many = Array.from({ length: 6 }, (_, index) => `role-${index}`);
/** The policies no longer want anything that there is. */
const narrowed = { ...policy, policies: policy.policies.map((each) => ({ ...each, match: { rolePaths: ['/x/'] } })) };
/** What Step Functions writes of the accounts that were planned. */
const writeResults = (
  world: AccountWorld,
  outputs: Readonly<Record<string, object>>,
  failed: readonly object[] = [],
) => {
  const key = `${bucketPrefixes.results}${run}/plan/1`;
  const entries = Object.entries(outputs).map(([id, answer]) => ({
    Status: 'SUCCEEDED',
    Output: JSON.stringify({ event: { account: id }, steps: { list: { outputs: {} }, account: { outputs: answer } } }),
  }));
  world.objects.set(`${key}/SUCCEEDED_0.json`, JSON.stringify(entries));
  world.objects.set(`${key}/FAILED_0.json`, JSON.stringify(failed));
  const files = {
    SUCCEEDED: [{ Key: `${key}/SUCCEEDED_0.json` }],
    FAILED: [{ Key: `${key}/FAILED_0.json` }],
    PENDING: [],
  };
  world.objects.set(`${key}/manifest.json`, JSON.stringify({ ResultFiles: files }));
  return `${key}/manifest.json`;
};
const nothing = { managed: 1, removed: 0, rewritten: 0, work: 0, plan: 'h', actions: 'a' };

describe('organization.listAccounts', () => {
  const list = (world: AccountWorld, more: object = {}) =>
    world.run('organization.listAccounts', {}, { ...unit, ...more });
  const listed = (world: AccountWorld): unknown => JSON.parse(world.objects.get(listKey(run, 'due'))!);

  it('lists every account in scope, also one that only an event has shown', async () => {
    const world = new AccountWorld();
    const vended = { id: '777777777777', name: 'vended', organizationalUnit: '/Workloads', tags: {} };
    world.table.accounts.set(vended.id, vended);
    expect(await list(world)).toEqual({ due: 'yes', accounts: listKey(run, 'due'), count: 2 });
    expect(listed(world)).toEqual([{ account }, { account: vended.id }]);
  });

  it('and one out of scope only where something of the factory is left', async () => {
    const world = new AccountWorld();
    world.table.bindings.set('left', record({ account: '666666666666', state: 'bound' }));
    expect(await list(world)).toMatchObject({ count: 2 });
  });

  it.each([
    ['a deployment that left the policies as they were', 'deployment', true, 'no'],
    ['a deployment of other policies', 'deployment', false, 'yes'],
    ['every night', 'schedule', true, 'yes'],
    ['by hand', 'operator', true, 'yes'],
  ])('after %s', async (_what, cause, isSame, due) => {
    const world = new AccountWorld();
    const policyHash = isSame ? canonicalHash(world.policy) : 'other';
    world.table.reconciledPolicy = { policyHash, execution: 'e', at: world.time };
    expect(await list(world, { cause })).toMatchObject({ due });
  });

  it('waits for its turn behind another reconcile', async () => {
    const world = new AccountWorld();
    const held = { subject: '222222222222#organization-due', execution: 'other', eventTime: world.time };
    world.table.acquireLock({ ...held, now: world.time, leaseUntil: '2026-11-24T00:00:00.000Z' });
    await expect(list(world)).rejects.toMatchObject({ code: 'Locked' });
  });
});

describe('account.plan', () => {
  const plan = (world: AccountWorld) => world.run('account.plan', { callers }, one);

  it('finds nothing to do where all is well, writes nothing, and publishes the line of the inventory', async () => {
    const world = worldOf();
    expect(await plan(world)).toMatchObject({ managed: 1, removed: 0, rewritten: 0, work: 0 });
    expect([world.iam.writes, world.requested, world.published]).toEqual([[], [], []]);
    const line: unknown = JSON.parse(world.objects.get(inventoryKey(account))!);
    expect(validateInventoryAccount(line)).toBe(true);
    expect(line).toMatchObject({ account: { id: account }, callers: [live], providers: [{ issuer }] });
    expect(world.objects.has(planKey(run, account))).toBe(false);
  });

  it('counts what would be taken away, and keeps it for whoever carries it out', async () => {
    const world = worldOf();
    world.policy = narrowed;
    expect(await plan(world)).toMatchObject({ managed: 1, removed: 1, work: 1 });
    expect(world.requested).toEqual([]);
    expect(JSON.parse(world.objects.get(planKey(run, account))!)).toEqual({
      account,
      actions: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      losses: [{ kind: 'release', effect: 'remove', role: 'web-deployer' }],
    });
  });

  it('remembers what nothing accounts for, because it goes only when it is seen again', async () => {
    const world = worldOf(['web-deployer'], [live, { ...live, uniqueName: `aws-${account}-left` }]);
    expect(await plan(world)).toMatchObject({ removed: 0, work: 0 });
    expect(world.table.sightings.get(account)).toMatchObject([{ what: `application entra-prod aws-${account}-left` }]);
  });

  it('sees a federated credential that nobody planned', async () => {
    const credentials = [{ issuer: 'https://evil.example', subject: 'x' }];
    expect(await plan(worldOf(['web-deployer'], [{ ...live, credentials }]))).toMatchObject({ work: 1 });
    expect(await plan(worldOf(['web-deployer'], [{ ...live, credentials: [] }]))).toMatchObject({ work: 0 });
  });

  it.each([
    [
      'that is not there',
      (world: AccountWorld) => {
        world.objects.clear();
      },
      'AccessDenied',
    ],
    ['of another shape', (world: AccountWorld) => void world.objects.set(shardKey(callers, 0), '{}'), 'InvalidInput'],
  ])('never takes a shard %s for no callers', async (_what, spoil, code) => {
    const world = worldOf();
    spoil(world);
    await expect(plan(world)).rejects.toMatchObject({ code });
  });

  it('does not enter an account out of scope, and would have its bindings released', async () => {
    const world = worldOf();
    world.policy = { ...policy, targets: { organizationalUnits: [], excludedAccounts: [] } };
    expect(await plan(world)).toMatchObject({ removed: 1, work: 1 });
    expect(world.opened).toEqual([]);
  });
});

describe('organization.guard', () => {
  const judge = (world: AccountWorld, results: string) => world.run('organization.guard', { results }, unit);

  it('ends a run in which there is nothing to do, and publishes which accounts the inventory has', async () => {
    const world = new AccountWorld();
    expect(await judge(world, writeResults(world, { [account]: nothing }))).toMatchObject({ verdict: 'nothing' });
    expect(JSON.parse(world.objects.get(manifestKey)!)).toMatchObject({ run, accounts: [account] });
    expect(world.table.reconciledPolicy).toMatchObject({ policyHash: canonicalHash(world.policy), execution: run });
    expect(world.published).toMatchObject([
      { type: 'Organization Reconciled', detail: { reconciled: 1, changed: 0, failed: 0 } },
    ]);
  });

  it('lets pass what is within the limits, for the accounts in which there is something to do', async () => {
    const world = new AccountWorld();
    const results = writeResults(world, { '1': nothing, '2': { ...nothing, work: 1 }, '3': { ...nothing, work: 2 } });
    const answer = await judge(world, results);
    expect(answer).toMatchObject({ verdict: 'go', accounts: listKey(run, 'to-apply') });
    expect(JSON.parse(world.objects.get(listKey(run, 'to-apply'))!)).toEqual([{ account: '2' }, { account: '3' }]);
    expect(world.published).toEqual([]);
  });

  it('goes on of an approved plan where exactly that is to be done, and is content where nothing is any more', async () => {
    const world = new AccountWorld();
    const action = { kind: 'bind', effect: 'create', because: [], before: [], after: [], widens: true };
    const [as, moved, done] = ['444444444441', '444444444442', '444444444443'];
    const contents = {
      plan: 'oidc-factory/v1',
      policyHash: canonicalHash(world.policy),
      inventory: '0'.repeat(64),
      accounts: [as, moved, done].map((id) => ({ account: id, actions: [action] })),
    };
    const approval = canonicalHash(contents);
    world.objects.set(approvedKey(approval), JSON.stringify({ ...contents, hash: approval }));
    const results = writeResults(world, {
      [as]: { ...nothing, work: 1, actions: canonicalHash([action]) },
      [moved]: { ...nothing, work: 2, actions: 'other' },
      // What only is to be told, such as a provider that is full, is no action.
      [done]: { ...nothing, work: 1, actions: canonicalHash([]) },
    });
    const answer = await world.run('organization.guard', { results }, { ...unit, approval });
    expect(answer).toMatchObject({ verdict: 'go' });
    expect(JSON.parse(world.objects.get(listKey(run, 'to-apply'))!)).toEqual([{ account: as }]);
    expect(JSON.parse(world.objects.get(reportKey(run, 'plan'))!)).toMatchObject({
      planned: 2,
      failed: [{ account: moved, error: 'PlanOutdated' }],
    });
    expect(world.objects.has(manifestKey)).toBe(false);
  });

  it('stops what goes beyond: it says what it would do, by a hash, and asks once', async () => {
    const world = new AccountWorld();
    const results = writeResults(world, {
      '1': { managed: 30, removed: 11, rewritten: 1, work: 12, plan: 'h', actions: 'a' },
    });
    const answer = await judge(world, results);
    expect(await judge(world, results)).toEqual(answer);
    expect(answer).toMatchObject({ verdict: 'confirm', plan: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
    expect(world.published).toMatchObject([
      { type: 'Guard Stopped', detail: { plan: answer['plan'], subject: 'organization', removed: 11, managed: 30 } },
    ]);
    expect(world.table.waitingQuestions()).toMatchObject([{ plan: answer['plan'], execution: run }]);
  });

  it('leaves an account that would lose most of what it has to a reconcile of its own, and goes on with the others', async () => {
    const world = new AccountWorld();
    const results = writeResults(world, {
      '1': { managed: 8, removed: 5, rewritten: 1, work: 6, plan: 'h', actions: 'a' },
      '2': { ...nothing, managed: 40, work: 1 },
    });
    const answer = await judge(world, results);
    await judge(world, results);
    expect(answer).toMatchObject({ verdict: 'go' });
    expect(JSON.parse(world.objects.get(listKey(run, 'to-apply'))!)).toEqual([{ account: '2' }]);
    const [first, again] = world.requested;
    expect(first).toMatchObject({ trigger: 'account-due', account: '1' });
    expect(again).toEqual(first);
    expect(world.table.waitingQuestions()).toEqual([]);
    const applied = writeResults(world, { '2': {} });
    await world.run('organization.report', { results: applied }, unit);
    expect(world.published).toMatchObject([
      { type: 'Organization Reconciled', detail: { reconciled: 1, changed: 1, failed: 1 } },
      { type: 'Accounts Not Reconciled', detail: { accounts: [{ account: '1', error: 'ConfirmationMissing' }] } },
    ]);
    expect(world.table.reconciledPolicy).toBeUndefined();
  });

  it('goes on with the others also where that account would lose more than a share of what all have', async () => {
    const world = new AccountWorld();
    const results = writeResults(world, {
      '1': { managed: 90, removed: 90, rewritten: 0, work: 90, plan: 'h', actions: 'a' },
      '2': { ...nothing, managed: 40, work: 1 },
    });
    expect(await judge(world, results)).toMatchObject({ verdict: 'go' });
    expect(JSON.parse(world.objects.get(listKey(run, 'to-apply'))!)).toEqual([{ account: '2' }]);
    expect(world.requested).toMatchObject([{ trigger: 'account-due', account: '1' }]);
  });

  it('gives the same plan the same hash in whatever order it comes, and another plan another', async () => {
    const world = new AccountWorld();
    const lost = (plan: string) => ({ managed: 20, removed: 11, rewritten: 0, work: 11, plan, actions: plan });
    const planOf = async (outputs: Readonly<Record<string, object>>) =>
      (await judge(world, writeResults(world, outputs)))['plan'];
    expect(await planOf({ b: lost('1'), a: lost('2') })).toBe(await planOf({ a: lost('2'), b: lost('1'), c: nothing }));
    expect(await planOf({ a: lost('2') })).not.toBe(await planOf({ a: lost('3') }));
  });

  it('tells of the accounts that could not be read, and why', async () => {
    const world = new AccountWorld();
    const cause = JSON.stringify({ errorType: 'AccountNotReady', errorMessage: 'No access role.' });
    const input = JSON.stringify({ event: { account: '9' } });
    const failed = [{ Status: 'FAILED', Input: input, Error: 'AccountNotReady', Cause: cause }];
    await judge(world, writeResults(world, { [account]: nothing }, failed));
    expect(world.published.at(-1)).toMatchObject({
      type: 'Accounts Not Reconciled',
      detail: { accounts: [{ account: '9', error: 'AccountNotReady', what: 'No access role.' }] },
    });
    expect(JSON.parse(world.objects.get(reportKey(run, 'result'))!)).toMatchObject({ reconciled: 1, failed: [{}] });
    expect(world.table.reconciledPolicy).toBeUndefined();
  });
});

describe('organization.awaitConfirmation', () => {
  const wait = (world: AccountWorld, plan: string) => world.run('organization.awaitConfirmation', { plan }, unit);
  const stopped = async () => {
    const world = new AccountWorld();
    const results = writeResults(world, {
      '1': { managed: 30, removed: 12, rewritten: 0, work: 12, plan: 'h', actions: 'a' },
    });
    const { plan } = await world.run('organization.guard', { results }, unit);
    return { world, plan: String(plan) };
  };
  const answer = (world: AccountWorld, plan: string, given: 'confirmed' | 'denied') =>
    world.table.answer({ plan, execution: run }, { answer: given, answeredBy: 'arn', answeredAt: world.time });

  it('waits until somebody has answered', async () => {
    const { world, plan } = await stopped();
    await expect(wait(world, plan)).rejects.toMatchObject({ code: 'ConfirmationMissing' });
    answer(world, plan, 'confirmed');
    expect(await wait(world, plan)).toEqual({});
  });

  it('ends where it is denied', async () => {
    const { world, plan } = await stopped();
    answer(world, plan, 'denied');
    await expect(wait(world, plan)).rejects.toMatchObject({ code: 'ConfirmationDenied' });
  });

  it('starts over once other policies are deployed: the plan is for nothing', async () => {
    const { world, plan } = await stopped();
    answer(world, plan, 'confirmed');
    world.policy = narrowed;
    await expect(wait(world, plan)).rejects.toMatchObject({ code: 'WorldMoved' });
  });

  it('takes no confirmation that another run was given', async () => {
    const { world, plan } = await stopped();
    const asked = world.table.questions.get(plan)!;
    world.table.questions.set(plan, { ...asked, execution: 'another', answer: 'confirmed' });
    await expect(wait(world, plan)).rejects.toMatchObject({ code: 'InvalidInput' });
  });
});

describe('account.apply', () => {
  const apply = (world: AccountWorld) => world.run('account.apply', { callers }, one);
  const planned = async (world: AccountWorld) => {
    await world.run('account.plan', { callers }, one);
    return world;
  };

  it('has done what was planned, once', async () => {
    const world = worldOf();
    world.policy = narrowed;
    await planned(world);
    expect(await apply(world)).toMatchObject({ requests: 1 });
    expect(world.requested).toMatchObject([{ trigger: 'role-released', roleName: 'web-deployer' }]);
    expect(await apply(world)).toMatchObject({ requests: 0 });
    expect(world.requested).toHaveLength(1);
    expect(world.table.heldLocks()).toEqual([]);
  });

  it('takes away no more than was planned, whatever has come since', async () => {
    const world = worldOf(['web-deployer', 'api-deployer'], applicationsOf(['web-deployer', 'api-deployer']));
    world.policy = {
      ...policy,
      policies: policy.policies.map((each) => ({
        ...each,
        match: { ...each.match, except: { roleNames: ['web-*'] } },
      })),
    };
    await planned(world);
    world.policy = narrowed;
    await expect(apply(world)).rejects.toMatchObject({ code: 'PlanOutdated' });
    expect(world.requested).toEqual([]);
  });

  it('does less where the world has moved on', async () => {
    const world = worldOf();
    world.policy = narrowed;
    await planned(world);
    world.policy = policy;
    expect(await apply(world)).toMatchObject({ requests: 0 });
  });

  it('waits while another execution reconciles the account', async () => {
    const world = worldOf();
    world.policy = narrowed;
    await planned(world);
    const lock = { subject: `${account}#account-due`, execution: 'other', eventTime: '2026-11-23T09:00:00.000Z' };
    world.table.acquireLock({ ...lock, now: world.time, leaseUntil: '2026-11-24T00:00:00.000Z' });
    await expect(apply(world)).rejects.toMatchObject({ code: 'Locked' });
    world.table.releaseLock(lock.subject, 'other');
    expect(await apply(world)).toMatchObject({ requests: 1 });
  });
});

describe('organization.report', () => {
  it('adds up what was planned and what was done', async () => {
    const world = new AccountWorld();
    const cause = 'In 2 more would be taken away.';
    const failed = [{ Status: 'FAILED', Input: '{"event":{"account":"2"}}', Error: 'PlanOutdated', Cause: cause }];
    const results = writeResults(world, { '1': nothing, '2': { ...nothing, work: 1 }, '3': { ...nothing, work: 1 } });
    await world.run('organization.guard', { results }, unit);
    const applied = writeResults(world, { '3': {} }, failed);
    expect(await world.run('organization.report', { results: applied }, unit)).toEqual({ failed: 1 });
    expect(world.published).toMatchObject([
      { type: 'Organization Reconciled', detail: { reconciled: 2, changed: 1, failed: 1 } },
      { type: 'Accounts Not Reconciled', detail: { accounts: [{ account: '2', error: 'PlanOutdated', what: cause }] } },
    ]);
  });
});

describe('account.reconcile under the guard', () => {
  const reconcile = (world: AccountWorld) =>
    world.run('account.reconcile', { directory: { applications: applicationsOf(many) } }, one);

  it('waits before it takes most of the account away, and goes on once that is confirmed', async () => {
    const world = worldOf(many, applicationsOf(many));
    world.policy = narrowed;
    await expect(reconcile(world)).rejects.toMatchObject({ code: 'ConfirmationMissing' });
    await expect(reconcile(world)).rejects.toMatchObject({ code: 'ConfirmationMissing' });
    expect([world.iam.writes, world.requested]).toEqual([[], []]);
    expect(world.published).toMatchObject([{ type: 'Guard Stopped', detail: { subject: account, removed: 6 } }]);
    const [question] = world.table.waitingQuestions();
    world.table.answer(question!, { answer: 'confirmed', answeredBy: 'arn', answeredAt: world.time });
    expect(await reconcile(world)).toMatchObject({ requests: 6 });
  });

  it('ends where that is denied', async () => {
    const world = worldOf(many, applicationsOf(many));
    world.policy = narrowed;
    await expect(reconcile(world)).rejects.toMatchObject({ code: 'ConfirmationMissing' });
    const [question] = world.table.waitingQuestions();
    world.table.answer(question!, { answer: 'denied', answeredBy: 'arn', answeredAt: world.time });
    await expect(reconcile(world)).rejects.toMatchObject({ code: 'ConfirmationDenied' });
  });
});
