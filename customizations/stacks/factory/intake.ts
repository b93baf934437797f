import type { Stack } from 'aws-cdk-lib';
import { CfnEventBus, CfnEventBusPolicy, CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { accountPrincipalArn, roleArn } from '../../../federation/arn';
import { names } from '../../../federation/names';
import { forwardedIamCalls } from '../forwarding';
import { addDeadLetterQueue, addRuleQueuePolicy, longestRetention } from '../dead-letters';
import type { FactoryArns } from '../factory-arns';
import { policyDocument, tlsOnly } from '../policy-document';
import type { StackInput } from '../stack-input';
import { dispatcherTimeout } from './limits';

/** The way in: bus, rules, queue, and the queues for what falls out of it. */
export interface Intake {
  readonly bus: CfnEventBus;
  readonly queue: CfnQueue;
  /** What the dispatcher gave up on. */
  readonly deadLetters: CfnQueue;
  /** What a rule could not deliver. */
  readonly undelivered: CfnQueue;
  /** Rules elsewhere that use `undelivered` announce themselves here. */
  readonly rules: readonly CfnRule[];
}

const iamEvent = { source: 'aws.iam', detailType: 'AWS API Call via CloudTrail' };
const lifecycleEvent = { source: 'aws.controltower', detailType: 'AWS Service Event via CloudTrail' };

/** A redelivered message is also how a held lock is tried again: every 90 seconds, six times the dispatcher's timeout. */
const visibilityTimeout = 6 * dispatcherTimeout;

/** SQS allows 1,000 at most: 25 hours, and so longer than the longest workflow can hold a lock (24 hours). */
const maxReceiveCount = 1000;

/** Adds the intake bus, who may put what on it, and its way to the queue. */
export const addIntake = (stack: Stack, input: StackInput, arns: FactoryArns): Intake => {
  const { managementAccount } = input.policy.organization;
  const bus = new CfnEventBus(stack, 'IntakeBus', {
    name: names.intakeBus,
    description: 'What members of the organization tell oidc-factory.',
  });
  addBusPolicies(stack, bus, input);

  const deadLetters = new CfnQueue(stack, 'DeadLetters', {
    queueName: `${names.intakeQueue}-dead-letters`,
    messageRetentionPeriod: longestRetention,
    sqsManagedSseEnabled: true,
  });
  const queue = new CfnQueue(stack, 'IntakeQueue', {
    queueName: names.intakeQueue,
    visibilityTimeout,
    messageRetentionPeriod: longestRetention,
    sqsManagedSseEnabled: true,
    redrivePolicy: { deadLetterTargetArn: deadLetters.attrArn, maxReceiveCount },
  });
  new CfnQueuePolicy(stack, 'DeadLettersPolicy', {
    queues: [deadLetters.ref],
    policyDocument: policyDocument(tlsOnly('sqs:*', deadLetters.attrArn)),
  });
  const undelivered = addDeadLetterQueue(stack, 'Undelivered', `${names.intakeQueue}-undelivered`);

  const addRule = (logicalId: string, description: string, eventPattern: object, busName?: string): CfnRule =>
    new CfnRule(stack, logicalId, {
      description,
      ...(busName === undefined ? {} : { eventBusName: busName }),
      eventPattern,
      state: 'ENABLED',
      targets: [{ id: 'IntakeQueue', arn: queue.attrArn, deadLetterConfig: { arn: undelivered.attrArn } }],
    });
  const stateMachines = input.workflows.map((workflow) => arns.stateMachine(workflow.name)).sort();
  const rules = [
    addRule(
      'IamEvents',
      'Calls on IAM roles, forwarded by vended accounts.',
      // Said once more here: the administrators of a vended account can edit its rule.
      { ...forwardedIamCalls },
      bus.ref,
    ),
    addRule(
      'LifecycleEvents',
      'Vended accounts, forwarded by the management account.',
      { account: [managementAccount], source: [lifecycleEvent.source], 'detail-type': [lifecycleEvent.detailType] },
      bus.ref,
    ),
    ...(stateMachines.length === 0
      ? []
      : [
          addRule('ExecutionEvents', 'Executions that have ended, so that their locks are given back.', {
            source: ['aws.states'],
            'detail-type': ['Step Functions Execution Status Change'],
            detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: stateMachines },
          }),
        ]),
  ];
  addRuleQueuePolicy(stack, 'IntakeQueuePolicy', queue, rules);
  return { bus, queue, deadLetters, undelivered, rules };
};

/**
 * Members may put IAM's events only, through their forwarding role; the management account's hook lifecycle events only.
 * EventBridge calls PutEvents as the role of the rule's target, so that role is the principal here.
 */
const addBusPolicies = (stack: Stack, bus: CfnEventBus, { policy }: StackInput): void => {
  const { id: organization, managementAccount, partition } = policy.organization;
  const addPolicy = (
    statementId: string,
    principal: string,
    event: typeof iamEvent,
    conditions: Readonly<Record<string, unknown>>,
  ): void => {
    new CfnEventBusPolicy(stack, statementId, {
      eventBusName: bus.ref,
      statementId,
      statement: {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'events:PutEvents',
        Resource: bus.attrArn,
        Condition: {
          StringEquals: {
            'aws:PrincipalOrgID': organization,
            'events:source': event.source,
            'events:detail-type': event.detailType,
          },
          ...conditions,
        },
      },
    });
  };
  // Only `*` admits a whole organization; the conditions narrow it.
  addPolicy('MembersPutIamEvents', '*', iamEvent, {
    ArnLike: { 'aws:PrincipalArn': roleArn(partition, '*', '/', names.forwardingRole) },
  });
  addPolicy('HookPutsLifecycleEvents', accountPrincipalArn(partition, managementAccount), lifecycleEvent, {
    ArnEquals: { 'aws:PrincipalArn': roleArn(partition, managementAccount, '/', names.hookRole) },
  });
};
