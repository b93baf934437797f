import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createIntakeQueue } from '../../../handlers/adapters/intake-queue';
import { createOutcomes } from '../../../handlers/adapters/outcomes';
import { createFactoryTable } from '../../../handlers/adapters/table';
import { createWorkflows } from '../../../handlers/adapters/workflows';
import { readIntake } from '../../../handlers/dispatcher/intake';
import { account, now, record } from '../ports';
import { WireServer, jsonError } from './http-server';

let server: WireServer;

beforeEach(async () => {
  server = await WireServer.start();
});
afterEach(() => server.stop());

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
    expect(await table().acquireLock(lock)).toBe(expected);
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
    expect(await table().acquireLock(lock)).toBe('held');
    server.answer = () => refused;
    expect(await table().acquireLock(lock)).toBe('superseded');
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
    await expect(table().readAccount(account)).rejects.toThrow(/ACCOUNT#444444444444 FACTS/);
  });

  it('keeps a sighting and a decision without what is undefined', async () => {
    const facts = { id: account, name: 'a', organizationalUnit: '/', tags: { a: '' } };
    await table().writeAccount(facts);
    await table().recordDecision({ account, execution: 'e-1', step: 's', decision: 'd', reasons: [], at: now });
    expect(server.calls.map(({ input }) => (input['Item'] as { sk: { S: string } }).sk.S)).toEqual([
      'FACTS',
      `DECISION#${now}#e-1#s`,
    ]);
  });
});

describe('the intake queue', () => {
  const queue = () => createIntakeQueue(new SQSClient(server.settings), 'https://sqs.example/q', '222222222222');
  const requests = Array.from({ length: 23 }, (_, i) => ({
    id: `r-${i}`,
    account,
    roleName: `role-${i}`,
    observedAt: now,
  }));

  it('takes requests ten at a time, as messages that the dispatcher reads', async () => {
    server.answer = () => ({ body: { Successful: [], Failed: [] } });
    await queue().requestOnboarding(requests);
    const sent = server.calls.flatMap(({ input }) => input['Entries'] as { Id: string; MessageBody: string }[]);
    expect(server.calls.map(({ input }) => (input['Entries'] as unknown[]).length)).toEqual([10, 10, 3]);
    const trust = { managementAccount: '111111111111', factoryAccount: '222222222222' };
    expect(sent.map(({ MessageBody }) => readIntake(MessageBody, trust))).toEqual(
      requests.map(({ id, roleName }) => ({
        kind: 'event',
        subject: `${account}/${roleName}`,
        event: { trigger: 'role-created', account, roleName, id, time: now },
      })),
    );
  });

  it('says so where only some were taken', async () => {
    server.answer = () => ({ body: { Successful: [], Failed: [{ Id: '3', SenderFault: false, Code: 'x' }] } });
    await expect(queue().requestOnboarding(requests)).rejects.toThrow(/refused 1 of 10/);
  });

  it('is not asked where there is nothing to ask for', async () => {
    await queue().requestOnboarding([]);
    expect(server.calls).toEqual([]);
  });
});

describe('the outcomes bus', () => {
  const publish = () =>
    createOutcomes(new EventBridgeClient(server.settings), 'bus').publish({
      type: 'Account Ready',
      detail: { account, providers: 1, roles: 2 },
    });

  it("gets an outcome as the factory's event", async () => {
    server.answer = () => ({ body: { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } });
    await publish();
    expect(server.calls[0]!.input).toMatchObject({
      Entries: [{ EventBusName: 'bus', Source: 'oidc-factory', DetailType: 'Account Ready' }],
    });
  });

  it('says so where it was not taken', async () => {
    server.answer = () => ({ body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] } });
    await expect(publish()).rejects.toMatchObject({ name: 'Unavailable' });
    server.answer = () => jsonError('ThrottlingException');
    await expect(publish()).rejects.toMatchObject({ name: 'Throttled' });
  });
});

describe('a workflow', () => {
  const arn = 'arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-onboard-role';
  const workflows = () => createWorkflows(new SFNClient(server.settings), { 'role-created': arn });

  it('is started under the name of the execution', async () => {
    server.answer = () => ({ body: { executionArn: 'x', startDate: 1 } });
    expect(await workflows().start('role-created', 'e-1', { event: {} })).toBe('started');
    expect(server.calls).toMatchObject([
      { operation: 'StartExecution', input: { stateMachineArn: arn, name: 'e-1', input: '{"event":{}}' } },
    ]);
  });

  it('is known to be there, or not to be', async () => {
    expect([workflows().routes('role-created'), workflows().routes('role-deleted')]).toEqual([true, false]);
    expect(await workflows().start('role-deleted', 'e-1', {})).toBe('unrouted');
    expect(server.calls).toEqual([]);
  });

  it('has run before, or cannot be started', async () => {
    server.answer = () => jsonError('ExecutionAlreadyExists');
    expect(await workflows().start('role-created', 'e-1', {})).toBe('exists');
    server.answer = () => jsonError('ThrottlingException');
    await expect(workflows().start('role-created', 'e-1', {})).rejects.toMatchObject({ name: 'Throttled' });
    server.answer = () => jsonError('StateMachineDoesNotExist');
    await expect(workflows().start('role-created', 'e-1', {})).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });
});
