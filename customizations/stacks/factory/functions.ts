import type { Stack } from 'aws-cdk-lib';
import { CfnEventSourceMapping, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { roleArn } from '../../../federation/arn';
import { names } from '../../../federation/names';
import { acknowledgeWildcard } from '../acknowledge';
import { embedPolicy } from '../embed-policy';
import type { FactoryArns } from '../factory-arns';
import { justifiedWildcards } from '../justified-wildcards';
import { addFunction } from '../lambda-function';
import { dispatcherTimeout, stepsTimeout } from '../limits';
import type { StackInput } from '../stack-input';
import type { Intake } from './intake';
import { accountObjectsRights, accountStepsRights, dispatcherRights, executionsOf } from './rights';

/** The factory's functions, but for the one that holds the Entra credential: it has a stack of its own. */
export interface Functions {
  readonly dispatcher: CfnFunction;
  readonly accountSteps: CfnFunction;
  /** What feeds the dispatcher from the queue. */
  readonly eventSource: CfnEventSourceMapping;
}

/** Adds the functions, each with a role of its own. */
export const addFunctions = (stack: Stack, input: StackInput, arns: FactoryArns, intake: Intake): Functions => {
  const { policy, bundles } = input;
  const bucketName = names.bucket(policy.factoryAccount, policy.organization.homeRegion);
  const dispatcher = addFunction(stack, {
    logicalId: 'Dispatcher',
    name: names.dispatcher,
    description: 'Starts a workflow for each event, one at a time for each role.',
    code: bundles.dispatcher,
    timeout: dispatcherTimeout,
    memorySize: 256,
    environment: {
      TABLE_NAME: names.table,
      STATE_MACHINES: JSON.stringify(stateMachinesByTrigger(input, arns)),
      MANAGEMENT_ACCOUNT: policy.organization.managementAccount,
      FACTORY_ACCOUNT: policy.factoryAccount,
      EVENTS_PER_HOUR: String(policy.perAccount.eventsPerHour),
    },
    rights: dispatcherRights(input, arns, intake.queue.attrArn),
  });
  const accountSteps = addFunction(stack, {
    logicalId: 'AccountSteps',
    name: names.accountSteps,
    description: 'The steps that work on AWS accounts. Holds the compiled policy, and no Entra credential.',
    code: embedPolicy(bundles.accountSteps, policy),
    timeout: stepsTimeout,
    memorySize: 512,
    environment: {
      TABLE_NAME: names.table,
      BUCKET_NAME: bucketName,
      OUTCOMES_BUS_NAME: names.outcomesBus,
      INTAKE_QUEUE_URL: intake.queue.ref,
    },
    rights: accountStepsRights(input, arns, intake.queue.attrArn),
  });
  const eventSource = new CfnEventSourceMapping(stack, 'DispatcherSource', {
    eventSourceArn: intake.queue.attrArn,
    functionName: dispatcher.lambda.ref,
    batchSize: 10,
    functionResponseTypes: ['ReportBatchItemFailures'],
    // The steps share the account's concurrency with the dispatcher, which must not take it all.
    scalingConfig: { maximumConcurrency: 10 },
    enabled: true,
  });
  for (const executions of executionsOf(input, arns))
    acknowledgeWildcard(dispatcher.role, executions, justifiedWildcards.executions);
  acknowledgeWildcard(
    accountSteps.role,
    roleArn(policy.organization.partition, '*', '/', names.accessRole),
    justifiedWildcards.accessRoles,
  );
  for (const { Resource: objects } of accountObjectsRights(arns))
    acknowledgeWildcard(accountSteps.role, objects, justifiedWildcards.bucketObjects);
  return { dispatcher: dispatcher.lambda, accountSteps: accountSteps.lambda, eventSource };
};

const stateMachinesByTrigger = (input: StackInput, arns: FactoryArns): Readonly<Record<string, string>> =>
  Object.fromEntries(
    input.workflows
      .flatMap(({ name, on }) => on.map((trigger) => [trigger, arns.stateMachine(name)] as const))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
