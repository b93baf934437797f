import { Aws, type Stack } from 'aws-cdk-lib';
import { CfnEventBus, CfnRule, type CfnRuleProps } from 'aws-cdk-lib/aws-events';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { names } from '../../../federation/names';
import { forwardedIamCalls } from '../forwarding';
import { forwardedOrganizationEvents } from '../hook';
import { addDeadLetterQueue, addRuleQueuePolicy, longestRetention } from '../dead-letters';
import type { FactoryArns } from '../factory-arns';
import { policyDocument, tlsOnly } from '../policy-document';
import type { StackInput } from '../stack-input';
import { addBusPolicies, lifecycleEvent } from './bus-policies';
import { dispatcherTimeout } from '../limits';

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

/** Away from midnight and the full hour, when everybody else's schedules fall due; schedules of rules are in UTC. */
const nightly = 'cron(17 2 * * ? *)';

/** A redelivered message is also how a held lock is tried again: every 90 seconds, six times the dispatcher's timeout. */
const visibilityTimeout = 6 * dispatcherTimeout;

/** SQS allows 1,000 at most: 25 hours, and so longer than a lock can be held (21 hours). */
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

  const addRule = (
    logicalId: string,
    rule: Pick<CfnRuleProps, 'description' | 'eventPattern' | 'eventBusName' | 'scheduleExpression'>,
  ): CfnRule =>
    new CfnRule(stack, logicalId, {
      ...rule,
      state: 'ENABLED',
      targets: [{ id: 'IntakeQueue', arn: queue.attrArn, deadLetterConfig: { arn: undelivered.attrArn } }],
    });
  const stateMachines = input.workflows.map((workflow) => arns.stateMachine(workflow.name)).sort();
  const rules = [
    addRule('IamEvents', {
      description: 'Calls on IAM roles and OIDC providers, forwarded by vended accounts.',
      // Said once more here: the administrators of a vended account can edit its rule.
      eventPattern: { ...forwardedIamCalls },
      eventBusName: bus.ref,
    }),
    addRule('LifecycleEvents', {
      description: 'Vended accounts, forwarded by the management account.',
      eventPattern: {
        account: [managementAccount],
        source: [lifecycleEvent.source],
        'detail-type': [lifecycleEvent.detailType],
      },
      eventBusName: bus.ref,
    }),
    addRule('OrganizationEvents', {
      description: 'Accounts that were created, moved, closed or removed, forwarded by the management account.',
      eventPattern: { account: [managementAccount], ...forwardedOrganizationEvents },
      eventBusName: bus.ref,
    }),
    addRule('Nightly', {
      description: 'It is time to compare every account with the policies.',
      scheduleExpression: nightly,
    }),
    addRule('NewPolicies', {
      description: 'This stack was created or updated: the policies may be others.',
      eventPattern: {
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Stack Status Change'],
        detail: { 'stack-id': [Aws.STACK_ID], 'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] } },
      },
    }),
    ...(stateMachines.length === 0
      ? []
      : [
          addRule('ExecutionEvents', {
            description: 'Executions that have ended, so that their locks are given back.',
            eventPattern: {
              source: ['aws.states'],
              'detail-type': ['Step Functions Execution Status Change'],
              detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: stateMachines },
            },
          }),
        ]),
  ];
  addRuleQueuePolicy(stack, 'IntakeQueuePolicy', queue, rules);
  return { bus, queue, deadLetters, undelivered, rules };
};
