import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createIntakeQueue } from '../../../handlers/adapters/intake-queue';
import { createOutcomes } from '../../../handlers/adapters/outcomes';
import { createWorkflows } from '../../../handlers/adapters/workflows';
import validateIntakeMessage from '../../../schemas/generated/events/intake-message.validate';
import validateWorkflowRequest from '../../../schemas/generated/events/workflow-request.validate';
import { account, now } from '../ports';
import { WireServer, jsonError } from './http-server';

let server: WireServer;

beforeEach(async () => {
  server = await WireServer.start();
});
afterEach(() => server.stop());

describe('the intake queue', () => {
  const queue = () => createIntakeQueue(new SQSClient(server.settings), 'https://sqs.example/q', '222222222222');
  const requests = Array.from({ length: 23 }, (_, i) => ({
    id: `r-${i}`,
    trigger: 'role-created' as const,
    account,
    roleName: `role-${i}`,
    observedAt: now,
  }));

  it('takes requests ten at a time, as messages that its schema knows', async () => {
    server.answer = () => ({ body: { Successful: [], Failed: [] } });
    await queue().request(requests);
    const sent = server.calls.flatMap(({ input }) => input['Entries'] as { Id: string; MessageBody: string }[]);
    expect(server.calls.map(({ input }) => (input['Entries'] as unknown[]).length)).toEqual([10, 10, 3]);
    const messages = sent.map(({ MessageBody }) => JSON.parse(MessageBody) as Record<string, unknown>);
    expect(messages.filter((message) => !validateIntakeMessage(message))).toEqual([]);
    expect(messages.filter(({ detail }) => !validateWorkflowRequest(detail))).toEqual([]);
    expect(messages[22]).toMatchObject({
      id: 'r-22',
      source: 'oidc-factory.intake',
      account: '222222222222',
      time: now,
      detail: { trigger: 'role-created', account, roleName: 'role-22' },
    });
  });

  it('says so where only some were taken', async () => {
    server.answer = () => ({ body: { Successful: [], Failed: [{ Id: '3', SenderFault: false, Code: 'x' }] } });
    await expect(queue().request(requests)).rejects.toThrow(/refused 1 of 10/);
  });

  it('takes a request for an account, which names no role', async () => {
    server.answer = () => ({ body: { Successful: [], Failed: [] } });
    await queue().request([{ id: 'r', trigger: 'account-due', account, observedAt: now }]);
    const [{ MessageBody: body }] = server.calls[0]!.input['Entries'] as [{ MessageBody: string }];
    expect(JSON.parse(body)).toMatchObject({ detail: { trigger: 'account-due', account } });
    expect(body).not.toContain('roleName');
  });

  it('is not asked where there is nothing to ask for', async () => {
    await queue().request([]);
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
    server.answer = () => ({ body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] } });
    await expect(publish()).rejects.toMatchObject({ name: 'Throttled' });
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

  describe('and whether an execution of it still runs', () => {
    const execution = 'arn:aws:states:eu-west-1:222222222222:execution:oidc-factory-onboard-role:e-1';

    it('has an ARN for each of its executions', () => {
      expect(workflows().executionArn('role-created', 'e-1')).toBe(execution);
      expect(workflows().executionArn('role-deleted', 'e-1')).toBeUndefined();
    });

    it.each([
      ['RUNNING', 'running'],
      ['PENDING_REDRIVE', 'running'],
      ['SUCCEEDED', 'ended'],
      ['FAILED', 'ended'],
      ['TIMED_OUT', 'ended'],
      ['ABORTED', 'ended'],
    ])('is asked for: %s is %s', async (status, state) => {
      server.answer = () => ({ body: { executionArn: execution, status } });
      expect(await workflows().stateOf(execution)).toBe(state);
      expect(server.calls).toMatchObject([
        { operation: 'DescribeExecution', input: { executionArn: execution, includedData: 'METADATA_ONLY' } },
      ]);
    });

    it('is absent where Step Functions knows none, and unknown where it does not answer', async () => {
      server.answer = () => jsonError('ExecutionDoesNotExist');
      expect(await workflows().stateOf(execution)).toBe('absent');
      server.answer = () => jsonError('ThrottlingException');
      await expect(workflows().stateOf(execution)).rejects.toMatchObject({ name: 'Throttled' });
    });

    it.each([execution.replace('onboard-role', 'onboard-role-2'), execution.replace('onboard-role', 'gone')])(
      'is not asked for %s, which is of no workflow of today',
      async (other) => {
        expect(await workflows().stateOf(other)).toBe('foreign');
        expect(server.calls).toEqual([]);
      },
    );
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
