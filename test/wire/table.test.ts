import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { names } from '../../federation/names';
import type { LockRequest } from '../../federation/ports';
import { createFactoryTable } from '../../handlers/adapters/table';
import type { BindingRecord } from '../../federation/records';
import { accountA, accountB, kept, reset, settings } from './cloud';

const dynamo = kept(new DynamoDBClient(settings));
const table = createFactoryTable(dynamo, names.table);
const now = '2026-11-23T10:00:00.000Z';

beforeEach(async () => {
  await reset();
  await dynamo.send(
    new CreateTableCommand({
      TableName: names.table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});

const binding = (changes: Partial<BindingRecord> = {}): BindingRecord => ({
  account: accountB,
  roleName: 'Web-Deployer',
  policy: 'workloads-prod',
  identityProvider: 'entra-prod',
  issuer: 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
  caller: 'own-application',
  onDelete: 'retire',
  clientIds: [],
  audiences: [],
  state: 'registering',
  version: 1,
  updatedAt: now,
  ...changes,
});

describe('a lock', () => {
  const request = (changes: Partial<LockRequest> = {}): LockRequest => ({
    subject: `${accountB}/web-deployer`,
    execution: 'e-1',
    eventTime: '2026-11-23T09:58:00.000Z',
    now,
    leaseUntil: '2026-11-23T10:30:00.000Z',
    ...changes,
  });

  it('is got by one of many that ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => table.acquireLock(request({ execution: `e-${n}` }))),
    );
    expect(answers.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(19);
  });

  it('is resumed by its holder, and refused to what is older than what was seen', async () => {
    expect(await table.acquireLock(request())).toMatchObject({ kind: 'acquired' });
    expect(await table.acquireLock(request())).toMatchObject({ kind: 'resumed' });
    expect(await table.acquireLock(request({ execution: 'e-2', eventTime: '2026-11-23T09:57:00.000Z' }))).toMatchObject(
      { kind: 'superseded' },
    );
    expect(await table.acquireLock(request({ execution: 'e-3', eventTime: '2026-11-23T09:59:00.000Z' }))).toMatchObject(
      { kind: 'held' },
    );
    expect(await table.acquireLock(request({ execution: 'e-4' }))).toMatchObject({ kind: 'superseded' });
  });

  it('is given back by its holder alone, who does not get it again', async () => {
    await table.acquireLock(request());
    await table.releaseLock(request().subject, 'e-2');
    expect(await table.acquireLock(request({ execution: 'e-2' }))).toMatchObject({ kind: 'held' });
    await table.releaseLock(request().subject, 'e-1');
    expect(await table.acquireLock(request())).toMatchObject({ kind: 'superseded' });
    expect(await table.acquireLock(request({ execution: 'e-2' }))).toMatchObject({ kind: 'acquired' });
  });

  it('is taken over from the holder that has ended, by one alone and only as it was held', async () => {
    const takenAt = now;
    await table.acquireLock(request({ executionArn: 'arn:aws:states:eu-west-1:222222222222:execution:w:e-1' }));
    const holder = { execution: 'e-1', takenAt, executionArn: 'arn:aws:states:eu-west-1:222222222222:execution:w:e-1' };
    expect(await table.acquireLock(request({ execution: 'e-2' }))).toEqual({ kind: 'held', holder });
    const later = '2026-11-23T10:06:00.000Z';
    const takeOver = (execution: string, from = holder) => table.takeOverLock(request({ execution, now: later }), from);
    expect(await takeOver('e-2', { ...holder, takenAt: later })).toBe(false);
    expect((await Promise.all([takeOver('e-2'), takeOver('e-3')])).filter(Boolean)).toHaveLength(1);
    expect(await table.acquireLock(request())).toEqual({ kind: 'superseded' });
  });

  it('falls free when its lease is over', async () => {
    await table.acquireLock(request());
    expect(await table.acquireLock(request({ execution: 'e-2', now: '2026-11-23T10:30:00.001Z' }))).toMatchObject({
      kind: 'acquired',
    });
  });
});

describe('a binding', () => {
  it('is read as it was written, whatever the case of the role name', async () => {
    const whole = binding({
      roleId: 'AROA1',
      uniqueName: `aws-${accountB}-web-deployer`,
      audience: 'c1000000-0000-4000-8000-000000000001',
      subjects: ['51000000-0000-4000-8000-000000000001'],
      reversals: [{ actor: 'arn:aws:iam::555555555555:role/terraform', eventId: 'e' }],
      published: true,
    });
    await table.writeBinding(whole);
    expect(await table.readBinding(accountB, 'WEB-deployer')).toEqual(whole);
    expect(await table.readBinding(accountA, 'web-deployer')).toBeUndefined();
  });

  it('is written over the version before it alone', async () => {
    await table.writeBinding(binding());
    const moved = { name: 'WorldMoved' };
    await expect(table.writeBinding(binding({ state: 'bound' }))).rejects.toMatchObject(moved);
    await expect(table.writeBinding(binding({ version: 3 }))).rejects.toMatchObject(moved);
    await expect(table.writeBinding(binding({ roleName: 'other', version: 2 }))).rejects.toMatchObject(moved);
    await table.writeBinding(binding({ version: 2, state: 'bound' }));
    expect(await table.readBinding(accountB, 'web-deployer')).toMatchObject({ version: 2, state: 'bound' });
  });

  it('is listed with all others of its account, over many pages, and with nothing else', async () => {
    const long = 'x'.repeat(150_000);
    const roles = Array.from({ length: 9 }, (_, n) => `role-${String(n).padStart(3, '0')}`);
    for (const roleName of roles) await table.writeBinding(binding({ roleName, uniqueName: long }));
    await table.writeBinding(binding({ account: accountA, roleName: 'elsewhere' }));
    await table.writeSightings(accountB, [{ what: 'role x', firstSeenAt: now }]);
    const decision = { account: accountB, execution: 'e', step: 's', decision: 'd', reasons: [], policyHash: 'h' };
    const event = { id: 'event-1', trigger: 'role-created', time: now } as const;
    for (const at of [now, '2027-01-05T00:00:00.000Z']) await table.recordDecision({ ...decision, event, at });
    await table.spend({ account: accountB, budget: 'events', now });
    expect((await table.listBindings(accountB)).map(({ roleName }) => roleName)).toEqual(roles);
    const { LastEvaluatedKey: more } = await dynamo.send(new ScanCommand({ TableName: names.table }));
    expect(more).toBeDefined();
  });
});

it('counts what an account spends in an hour, for many at once and each budget by itself', async () => {
  const spend = (changes: object = {}) => table.spend({ account: accountB, budget: 'events', now, ...changes });
  const counts = await Promise.all(Array.from({ length: 12 }, () => spend()));
  expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  expect(await spend({ now: '2026-11-23T10:59:59.999Z' })).toBe(13);
  expect(await spend({ now: '2026-11-23T11:00:00.000Z' })).toBe(1);
  expect(await spend({ budget: 'removals' })).toBe(1);
  expect(await spend({ account: accountA })).toBe(1);
});

it('keeps accounts, shared callers and sightings', async () => {
  const facts = (id: string) => ({ id, name: `n-${id}`, organizationalUnit: '/Workloads', tags: { team: '' } });
  expect(await table.listAccounts()).toEqual([]);
  await table.writeAccount(facts(accountB));
  await table.writeAccount(facts(accountA));
  expect(await table.readAccount(accountB)).toEqual(facts(accountB));
  expect(await table.listAccounts()).toEqual([facts(accountA), facts(accountB)]);

  const caller = { uniqueName: 'aws-shared-payments-ci', clientIds: ['c1000000-0000-4000-8000-000000000001'] };
  expect(await table.readSharedCaller(caller.uniqueName)).toBeUndefined();
  await table.writeSharedCaller(caller);
  expect(await table.readSharedCaller(caller.uniqueName)).toEqual(caller);

  expect(await table.readSightings(accountB)).toEqual([]);
  const sightings = [{ what: 'application x', firstSeenAt: now }];
  await table.writeSightings(accountB, sightings);
  expect(await table.readSightings(accountB)).toEqual(sightings);
  await table.writeSightings(accountB, []);
  expect(await table.readSightings(accountB)).toEqual([]);
});
