import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { roleArn } from '../../../federation/arn';
import { names } from '../../../federation/names';
import { acknowledge, acknowledgeWildcard } from '../acknowledge';
import { embedPolicy } from '../embed-policy';
import type { FactoryArns } from '../factory-arns';
import { justifiedWildcards } from '../justified-wildcards';
import { policyDocument, type Statement, trustOf } from '../policy-document';
import type { StackInput } from '../stack-input';
import type { Intake } from './intake';
import { dispatcherTimeout, listingTimeout, logRetention, stepsTimeout } from './limits';
import {
  accountObjectsRights,
  accountStepsRights,
  directoryObjectsRights,
  directoryStepsRights,
  dispatcherRights,
} from './rights';

/** The factory's functions. */
export interface Functions {
  readonly dispatcher: CfnFunction;
  readonly accountSteps: CfnFunction;
  readonly directorySteps: CfnFunction;
  /** What feeds the dispatcher from the queue. */
  readonly eventSource: CfnEventSourceMapping;
}

/** Adds the three functions, each with a role of its own: who holds the Entra credential cannot touch accounts. */
export const addFunctions = (stack: Stack, input: StackInput, arns: FactoryArns, intake: Intake): Functions => {
  const { policy, bundles } = input;
  const bucketName = names.bucket(policy.factoryAccount, policy.organization.homeRegion);
  const { entraCredential } = input.configuration.organization.value.factory;
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
  const directorySteps = addFunction(stack, {
    logicalId: 'DirectorySteps',
    name: names.directorySteps,
    description: 'The steps that work on Microsoft Entra. Reaches no AWS account.',
    code: bundles.directorySteps,
    timeout: listingTimeout,
    memorySize: 512,
    environment: {
      IDENTITY_PROVIDERS: JSON.stringify(policy.identityProviders.map(({ existingIn, ...provider }) => provider)),
      ENTRA_CREDENTIAL: JSON.stringify(entraCredential),
      BUCKET_NAME: bucketName,
    },
    rights: [...directoryStepsRights(entraCredential, policy, arns), ...directoryObjectsRights(arns)],
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
  acknowledgeWildcard(
    accountSteps.role,
    roleArn(policy.organization.partition, '*', '/', names.accessRole),
    justifiedWildcards.accessRoles,
  );
  acknowledgeWildcard(directorySteps.role, '*', justifiedWildcards.identityToken);
  for (const { Resource: objects } of accountObjectsRights(arns))
    acknowledgeWildcard(accountSteps.role, objects, justifiedWildcards.bucketObjects);
  for (const { Resource: objects } of directoryObjectsRights(arns))
    acknowledgeWildcard(directorySteps.role, objects, justifiedWildcards.bucketObjects);
  return {
    dispatcher: dispatcher.lambda,
    accountSteps: accountSteps.lambda,
    directorySteps: directorySteps.lambda,
    eventSource,
  };
};

interface FunctionFacts {
  readonly logicalId: string;
  readonly name: string;
  readonly description: string;
  readonly code: string;
  /** In seconds. */
  readonly timeout: number;
  /** In MiB. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly rights: readonly Statement[];
}

const addFunction = (stack: Stack, facts: FunctionFacts): { readonly lambda: CfnFunction; readonly role: CfnRole } => {
  const logs = new CfnLogGroup(stack, `${facts.logicalId}Logs`, {
    logGroupName: `/aws/lambda/${facts.name}`,
    retentionInDays: logRetention,
  });
  const tracing: Statement = {
    Sid: 'Trace',
    Effect: 'Allow',
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    Resource: '*',
  };
  const logging: Statement = {
    Sid: 'Log',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: logs.attrArn,
  };
  const role = new CfnRole(stack, `${facts.logicalId}Role`, {
    roleName: facts.name,
    description: facts.description,
    assumeRolePolicyDocument: trustOf('lambda.amazonaws.com'),
    policies: [{ policyName: 'Rights', policyDocument: policyDocument(...facts.rights, logging, tracing) }],
  });
  acknowledgeWildcard(role, '*', justifiedWildcards.tracing);
  const lambda = new CfnFunction(stack, facts.logicalId, {
    functionName: facts.name,
    description: facts.description,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    code: { zipFile: facts.code },
    role: role.attrArn,
    timeout: facts.timeout,
    memorySize: facts.memorySize,
    environment: { variables: facts.environment },
    loggingConfig: { logFormat: 'JSON', logGroup: logs.ref },
    tracingConfig: { mode: 'Active' },
  });
  acknowledge(
    lambda,
    'L1',
    'The bundles are built for Node.js 22, the oldest runtime that every region has for longer.',
  );
  return { lambda, role };
};

const stateMachinesByTrigger = (input: StackInput, arns: FactoryArns): Readonly<Record<string, string>> =>
  Object.fromEntries(
    input.workflows
      .flatMap(({ name, on }) => on.map((trigger) => [trigger, arns.stateMachine(name)] as const))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
