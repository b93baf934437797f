import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createFactoryTable } from '../../../handlers/adapters/table';
import type { BindingRecord, Decision } from '../../../federation/records';
import { account, now } from '../ports';
import { WireServer, jsonError } from './http-server';

let server: WireServer;

beforeEach(async () => {
  server = await WireServer.start();
});
afterEach(() => server.stop());

const record = (changes: Partial<BindingRecord> = {}): BindingRecord => ({
  account,
  roleName: 'web-deployer',
  policy: 'workloads',
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

const lock = {
  subject: `${account}/web-deployer`,
  execution: 'e-1',
  eventTime: '2026-11-23T09:58:00.000Z',
  now,
  leaseUntil: '2026-11-23T10:30:00.000Z',
};
const refused = jsonError('ConditionalCheckFailedException');

describe('the table', () => {
  const table = () => createFactoryTable(new DynamoDBClient(server.settings), 'factory');

  it.each([
    ['acquired', undefined],
    ['acquired', 'somebody-else'],
    ['resumed', 'e-1'],
  ])('gives a lock as %s where %s held it before', async (expected, heldBy) => {
    server.answer = () => ({ body: heldBy === undefined ? {} : { Attributes: { heldBy: { S: heldBy } } } });
    expect(await table().acquireLock(lock)).toEqual({ kind: expected });
    expect(server.calls).toMatchObject([
      {
        operation: 'UpdateItem',
        input: {
          TableName: 'factory',
          Key: { pk: { S: `LOCK#${lock.subject}` }, sk: { S: 'LOCK' } },
          ExpressionAttributeValues: { ':expiresAt': { N: String(Date.parse('2026-11-30T10:30:00Z') / 1000) } },
        },
      },
    ]);
  });

  it('answers held where the event is the newest, superseded where it is not', async () => {
    server.answer = () => (server.calls.length === 1 ? refused : { body: {} });
    expect(await table().acquireLock(lock)).toEqual({ kind: 'held' });
    server.answer = () => refused;
    expect(await table().acquireLock(lock)).toEqual({ kind: 'superseded' });
  });

  it('says who holds a lock, since when, and by which ARN', async () => {
    const takenAt = '2026-11-23T09:50:00.000Z';
    const held = (executionArn: string) => {
      const attributes = { heldBy: { S: 'e-0' }, takenAt: { S: takenAt }, executionArn: { S: executionArn } };
      server.answer = () => (server.calls.length % 2 === 1 ? refused : { body: { Attributes: attributes } });
    };
    held('arn:aws:states:eu-west-1:222222222222:execution:w:e-0');
    expect(await table().acquireLock(lock)).toEqual({
      kind: 'held',
      holder: { execution: 'e-0', takenAt, executionArn: 'arn:aws:states:eu-west-1:222222222222:execution:w:e-0' },
    });
    held('arn:aws:states:eu-west-1:222222222222:execution:w:an-earlier-one');
    expect(await table().acquireLock(lock)).toEqual({ kind: 'held', holder: { execution: 'e-0', takenAt } });
  });

  it('takes a lock over in one write, and only as it was', async () => {
    const from = { execution: 'e-0', takenAt: '2026-11-23T09:50:00.000Z' };
    expect(await table().takeOverLock(lock, from)).toBe(true);
    expect(server.calls).toMatchObject([
      {
        operation: 'UpdateItem',
        input: {
          ConditionExpression: expect.stringContaining('heldBy = :ended AND takenAt = :takenAt AND') as string,
          ExpressionAttributeValues: { ':ended': { S: 'e-0' }, ':takenAt': { S: from.takenAt } },
        },
      },
    ]);
    server.answer = () => refused;
    expect(await table().takeOverLock(lock, from)).toBe(false);
  });

  it('gives a lock back, and is content where another execution holds it', async () => {
    server.answer = () => refused;
    await expect(table().releaseLock(lock.subject, 'e-1')).resolves.toBeUndefined();
    server.answer = () => jsonError('ProvisionedThroughputExceededException');
    await expect(table().releaseLock(lock.subject, 'e-1')).rejects.toMatchObject({ name: 'Throttled' });
    await expect(table().acquireLock(lock)).rejects.toMatchObject({ name: 'Throttled' });
  });

  it('reads what it wrote, consistently, whatever the case of the role name', async () => {
    let item: unknown;
    server.answer = ({ operation, input }) => {
      if (operation === 'PutItem') item = input['Item'];
      return { body: operation === 'GetItem' ? { Item: item } : {} };
    };
    const binding = record({ roleName: 'Web-Deployer' });
    await table().writeBinding(binding);
    expect(await table().readBinding(account, 'WEB-deployer')).toEqual(binding);
    expect(server.calls[0]!.input).toMatchObject({ Item: { sk: { S: 'ROLE#web-deployer' } } });
    expect(server.calls[1]!.input).toMatchObject({ Key: { sk: { S: 'ROLE#web-deployer' } }, ConsistentRead: true });
  });

  it('tells an absent item from one that it cannot read', async () => {
    expect(await table().readBinding(account, 'r')).toBeUndefined();
    expect(await table().readAccount(account)).toBeUndefined();
    server.answer = () => ({ body: { Item: { value: { M: { state: { S: 'of a later version' } } } } } });
    await expect(table().readBinding(account, 'r')).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(table().readAccount(account)).rejects.toThrow(/ACCOUNTS 444444444444/);
  });

  it('writes a binding over the version before it alone, and the first over nothing', async () => {
    await table().writeBinding(record());
    await table().writeBinding(record({ version: 7 }));
    expect(server.calls.map(({ input }) => input['ConditionExpression'])).toEqual([
      'attribute_not_exists(pk)',
      '#value.#version = :before',
    ]);
    expect(server.calls[1]!.input).toMatchObject({ ExpressionAttributeValues: { ':before': { N: '6' } } });
    server.answer = () => refused;
    await expect(table().writeBinding(record())).rejects.toMatchObject({ name: 'WorldMoved' });
    server.answer = () => jsonError('ThrottlingException');
    await expect(table().writeBinding(record())).rejects.toMatchObject({ name: 'Throttled' });
  });

  it.each([
    [
      'bindings',
      () => table().listBindings(account),
      { ':pk': { S: `ACCOUNT#${account}` }, ':prefix': { S: 'ROLE#' } },
    ],
    ['accounts', () => table().listAccounts(), { ':pk': { S: 'ACCOUNTS' } }],
  ])('lists %s page by page, consistently, and stops at what it cannot read', async (_what, list, values) => {
    server.answer = ({ input }) => ({
      body: { Items: [], ...(input['ExclusiveStartKey'] === undefined && { LastEvaluatedKey: { pk: { S: 'x' } } }) },
    });
    expect(await list()).toEqual([]);
    expect(server.calls).toHaveLength(2);
    expect(server.calls[0]).toMatchObject({
      operation: 'Query',
      input: { ConsistentRead: true, ExpressionAttributeValues: values },
    });
    server.answer = () => ({ body: { Items: [{ pk: { S: 'p' }, sk: { S: 's' }, value: { M: {} } }] } });
    await expect(list()).rejects.toThrow(/The item p s of the table factory/);
  });

  it('counts by one write, which is forgotten a day after the hour', async () => {
    server.answer = () => ({ body: { Attributes: { spent: { N: '3' }, expiresAt: { N: '1' } } } });
    expect(await table().spend({ account, budget: 'removals', now: '2026-11-23T11:30:00+01:00' })).toBe(3);
    expect(server.calls).toMatchObject([
      {
        operation: 'UpdateItem',
        input: {
          Key: { pk: { S: `ACCOUNT#${account}` }, sk: { S: 'BUDGET#removals#2026-11-23T10' } },
          ExpressionAttributeValues: { ':expiresAt': { N: String(Date.parse('2026-11-24T11:00:00Z') / 1000) } },
        },
      },
    ]);
    server.answer = () => ({ body: {} });
    await expect(table().spend({ account, budget: 'events', now })).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('keeps shared callers and sightings, of which there may be none', async () => {
    expect(await table().readSharedCaller('aws-shared-ci')).toBeUndefined();
    expect(await table().readSightings(account)).toEqual([]);
    await table().writeSharedCaller({ uniqueName: 'aws-shared-ci', clientIds: [] });
    await table().writeSightings(account, [{ what: 'role x', firstSeenAt: now }]);
    expect(server.calls.slice(2).map(({ input }) => (input['Item'] as { pk: { S: string } }).pk.S)).toEqual([
      'CALLER#aws-shared-ci',
      `ACCOUNT#${account}`,
    ]);
  });

  it('keeps an account as it is', async () => {
    const facts = { id: account, name: 'a', organizationalUnit: '/', tags: { a: '' } };
    await table().writeAccount(facts);
    expect(server.calls.map(({ input }) => (input['Item'] as { sk: { S: string } }).sk.S)).toEqual([account]);
  });

  describe('the decision log', () => {
    const decision: Decision = {
      account,
      roleName: 'Web',
      execution: 'e-1',
      step: 's',
      decision: 'd',
      reasons: [],
      policyHash: 'a'.repeat(64),
      event: { id: 'event-1', trigger: 'role-created', time: now },
      at: now,
    };
    const keyOf = async (changes: Partial<Decision> = {}): Promise<string> => {
      await table().recordDecision({ ...decision, ...changes });
      const { input } = server.calls.at(-1)!;
      return (input['Item'] as { sk: { S: string } }).sk.S;
    };

    it('is only added to, under the role or the account', async () => {
      expect(await keyOf()).toMatch(new RegExp(`^DECISION#ROLE#web#${now}#e-1#s#[0-9a-f]{16}$`));
      expect(server.calls.at(-1)?.input).toMatchObject({ ConditionExpression: 'attribute_not_exists(sk)' });
      const { roleName: _, ...ofAccount } = decision;
      await table().recordDecision(ofAccount);
      const { input } = server.calls.at(-1)!;
      expect((input['Item'] as { sk: { S: string } }).sk.S).toMatch(/^DECISION#ACCOUNT#/);
    });

    it('has the same line once, and another one beside it', async () => {
      const first = await keyOf();
      expect(await keyOf({ at: '2027-01-05T00:00:00.000Z' })).toBe(first);
      expect(await keyOf({ requestIds: ['r-2'] })).not.toBe(first);
      server.answer = () => ({ status: 400, body: { __type: 'ConditionalCheckFailedException' } });
      await table().recordDecision(decision);
    });

    it('is a failure where it cannot be written', async () => {
      server.answer = () => ({ status: 400, body: { __type: 'AccessDeniedException' } });
      await expect(table().recordDecision(decision)).rejects.toMatchObject({ code: 'AccessDenied' });
    });
  });
});
