import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import { createIntakeQueue } from '../../handlers/adapters/intake-queue';
import { createOutcomes } from '../../handlers/adapters/outcomes';
import { createWorkflows } from '../../handlers/adapters/workflows';
import { accountB, factoryAccount, kept, reset, settings } from './cloud';

const sqs = kept(new SQSClient(settings));
const events = kept(new EventBridgeClient(settings));
const stepFunctions = kept(new SFNClient(settings));
const now = '2026-11-23T10:00:00.000Z';

beforeEach(reset);

const createQueue = async (name: string): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl!;

/** Takes everything that is in a queue. */
const drain = async (url: string): Promise<readonly unknown[]> => {
  const bodies: unknown[] = [];
  for (;;) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (messages.length === 0) return bodies;
    bodies.push(...messages.map(({ Body: body }) => JSON.parse(body!) as unknown));
  }
};

describe('the intake queue', () => {
  it('takes more requests than fit into one call, each once', async () => {
    const url = await createQueue(names.intakeQueue);
    const requests = Array.from({ length: 23 }, (_, n) => ({
      id: `r-${String(n).padStart(2, '0')}`,
      trigger: 'role-created' as const,
      account: accountB,
      roleName: `role-${n}`,
      observedAt: now,
    }));
    await createIntakeQueue(sqs, url, factoryAccount).request([
      ...requests,
      { id: 'r-23', trigger: 'account-due', account: accountB, observedAt: now },
    ]);
    const messages = (await drain(url)) as { id: string; detail: unknown }[];
    expect(messages.map(({ id }) => id).sort()).toEqual([...requests.map(({ id }) => id), 'r-23']);
    expect(messages.find(({ id }) => id === 'r-23')).toMatchObject({
      source: 'oidc-factory.intake',
      account: factoryAccount,
      time: now,
      detail: { trigger: 'account-due', account: accountB },
    });
  });

  it('that is not there is no success', async () => {
    const queue = createIntakeQueue(sqs, `${settings.endpoint}/${factoryAccount}/none`, factoryAccount);
    await expect(
      queue.request([{ id: 'r', trigger: 'account-due', account: accountB, observedAt: now }]),
    ).rejects.toThrow();
  });
});

it('publishes an outcome on the outcomes bus', async () => {
  await events.send(new CreateEventBusCommand({ Name: names.outcomesBus }));
  const url = await createQueue('listener');
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  const rule = { Rule: 'listener', EventBusName: names.outcomesBus };
  await events.send(
    new PutRuleCommand({
      Name: 'listener',
      EventBusName: names.outcomesBus,
      EventPattern: '{"source":["oidc-factory"]}',
    }),
  );
  await events.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'q', Arn: attributes!.QueueArn! }] }));
  const detail = { account: accountB, providers: 1, roles: 2 };
  await createOutcomes(events, names.outcomesBus).publish({ type: 'Account Ready', detail });
  expect(await drain(url)).toMatchObject([{ source: 'oidc-factory', 'detail-type': 'Account Ready', detail }]);
});

it('starts a workflow once under the name of its execution', async () => {
  const { stateMachineArn: machine } = await stepFunctions.send(
    new CreateStateMachineCommand({
      name: names.stateMachine('onboard-role'),
      roleArn: roleArn('aws', factoryAccount, '/', 'workflows'),
      definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
    }),
  );
  const workflows = createWorkflows(stepFunctions, { 'role-created': machine! });
  const input = { event: { account: accountB } };
  expect(await workflows.start('role-created', 'event-1-1', input)).toBe('started');
  expect(await workflows.start('role-created', 'event-1-1', { event: {} })).toBe('exists');
  expect(await workflows.start('role-deleted', 'event-2-1', input)).toBe('unrouted');
  const { executions } = await stepFunctions.send(new ListExecutionsCommand({ stateMachineArn: machine! }));
  expect(executions!.map(({ name }) => name)).toEqual(['event-1-1']);
  const { input: given } = await stepFunctions.send(
    new DescribeExecutionCommand({ executionArn: executions![0]!.executionArn! }),
  );
  expect(JSON.parse(given!)).toEqual(input);
});
