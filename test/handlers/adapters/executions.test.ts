import { SFNClient } from '@aws-sdk/client-sfn';
import { createExecutions } from '../../../handlers/adapters/executions';
import { WireServer } from './http-server';

const stateMachine = 'arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-revoke-role';
const execution = 'arn:aws:states:eu-west-1:222222222222:execution:oidc-factory-revoke-role:revoke-1';

let server: WireServer;
let client: SFNClient;

beforeEach(async () => {
  server = await WireServer.start();
  client = new SFNClient(server.settings);
});

afterEach(async () => {
  client.destroy();
  await server.stop();
});

const failing = (name: string, status = 400): void => {
  server.answer = () => ({ status, body: { __type: name, message: 'x' } });
};

describe('an execution', () => {
  it('is started with its input as JSON', async () => {
    server.answer = () => ({ body: { executionArn: execution, startDate: 1 } });
    expect(await createExecutions(client).start(stateMachine, 'revoke-1', { event: {} })).toBe(execution);
    expect(server.calls[0]).toMatchObject({
      operation: 'StartExecution',
      input: { stateMachineArn: stateMachine, name: 'revoke-1', input: '{"event":{}}' },
    });
  });

  it.each([
    [{ status: 'RUNNING' }, { status: 'RUNNING' }],
    [{ status: 'PENDING_REDRIVE' }, { status: 'RUNNING' }],
    [
      { status: 'SUCCEEDED', output: '{"steps":{}}' },
      { status: 'SUCCEEDED', output: { steps: {} } },
    ],
    [
      { status: 'FAILED', error: 'AccessDenied', cause: 'x' },
      { status: 'FAILED', error: 'AccessDenied', cause: 'x' },
    ],
    [{ status: 'TIMED_OUT' }, { status: 'TIMED_OUT' }],
  ])('that is %j is %j', async (body, state) => {
    server.answer = () => ({ body });
    expect(await createExecutions(client).describe(execution)).toEqual(state);
  });

  it('that has just been started is not seen everywhere, and runs', async () => {
    failing('ExecutionDoesNotExist');
    expect(await createExecutions(client).describe(execution)).toEqual({ status: 'RUNNING' });
  });

  it.each([
    ['AccessDeniedException', 'FactoryRefused', /refuses StartExecution on arn:aws:states/],
    ['ExpiredTokenException', 'FactoryRefused', /credentials have expired/],
    ['UnrecognizedClientException', 'FactoryRefused', /does not know the credentials/],
    ['StateMachineDoesNotExist', 'FactoryUnreachable', /The factory account 222222222222 has no state machine/],
    ['ThrottlingException', 'FactoryUnreachable', /asks for fewer calls/],
    ['StateMachineDeleting', 'FactoryUnreachable', /did not do StartExecution .*\(StateMachineDeleting\)/],
  ])('that cannot be started for %s is %s', async (name, code, message) => {
    failing(name);
    await expect(createExecutions(client).start(stateMachine, 'revoke-1', {})).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it('that nobody answers for says how AWS can be reached', async () => {
    server.answer = () => undefined;
    await expect(createExecutions(client).describe(execution)).rejects.toMatchObject({
      code: 'FactoryUnreachable',
      message: expect.stringMatching(/cannot be reached \([A-Z]\w+\)/) as string,
    });
  });
});
