import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventBus, CfnRule, type CfnRuleProps } from 'aws-cdk-lib/aws-events';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { names, outcomesSource } from '../../../federation/names';
import { addRuleQueuePolicy } from '../dead-letters';
import type { FactoryArns } from '../factory-arns';
import { policyDocument, tlsOnly, trustOf } from '../policy-document';
import type { StackInput } from '../stack-input';
import type { Intake } from './intake';

/** Where it is told what became of things, and who hears of failures. */
export interface Outcomes {
  /** Tells the topic of a function that fails for a quarter of an hour on end. */
  watchFunction(logicalId: string, lambda: CfnFunction): void;
}

/** Adds the outcomes bus, the topic for failures with its subscriptions, and alarms on what got lost on the way in. */
export const addOutcomes = (stack: Stack, input: StackInput, arns: FactoryArns, intake: Intake): Outcomes => {
  const bus = new CfnEventBus(stack, 'OutcomesBus', {
    name: names.outcomesBus,
    description: 'What became of roles and accounts.',
  });
  const topic = new CfnTopic(stack, 'Notifications', {
    topicName: names.notifications,
    displayName: 'oidc-factory',
  });
  const emails = input.configuration.organization.value.factory.notifications?.emails ?? [];
  for (const endpoint of [...new Set(emails)].sort()) {
    const hash = createHash('sha256').update(endpoint).digest('hex').slice(0, 8);
    new CfnSubscription(stack, `Subscription${hash}`, { topicArn: topic.ref, protocol: 'email', endpoint });
  }
  // EventBridge does not support conditions in the policy of a topic, and without one any rule of anybody could speak
  // here: so the rules come through a role. Source: the EventBridge user guide, «Amazon SNS permissions».
  const speaker = new CfnRole(stack, 'NotificationsRole', {
    description: 'EventBridge tells the notification topic of oidc-factory through it.',
    assumeRolePolicyDocument: trustOf('events.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': input.policy.factoryAccount },
      ArnLike: { 'aws:SourceArn': arns.rules },
    }),
    policies: [
      {
        policyName: 'Notify',
        policyDocument: policyDocument({ Effect: 'Allow', Action: 'sns:Publish', Resource: topic.ref }),
      },
    ],
  });
  const addNotice = (logicalId: string, notice: Pick<CfnRuleProps, 'description' | 'eventBusName' | 'eventPattern'>) =>
    new CfnRule(stack, logicalId, {
      ...notice,
      state: 'ENABLED',
      targets: [
        {
          id: 'Notifications',
          arn: topic.ref,
          roleArn: speaker.attrArn,
          inputPath: '$.detail',
          deadLetterConfig: { arn: intake.undelivered.attrArn },
        },
      ],
    });
  const stateMachineArn = input.workflows.map(({ name }) => arns.stateMachine(name)).sort();
  const failed = addNotice('FailedWorkflows', {
    description: 'Failed workflows, for the notification topic.',
    eventBusName: bus.ref,
    eventPattern: { source: [outcomesSource], 'detail-type': ['Workflow Failed'] },
  });
  const cutOff = {
    description: 'Workflows that ended before they could report it themselves, for the notification topic.',
    eventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['TIMED_OUT', 'ABORTED'], stateMachineArn },
    },
  };
  // A pattern must not have an empty list.
  const notices = [failed, ...(stateMachineArn.length === 0 ? [] : [addNotice('CutOffWorkflows', cutOff)])];
  addRuleQueuePolicy(stack, 'UndeliveredPolicy', intake.undelivered, [...intake.rules, ...notices]);

  const addAlarm = (logicalId: string, alarm: AlarmFacts): CfnAlarm =>
    new CfnAlarm(stack, logicalId, {
      alarmName: `oidc-factory-${alarm.name}`,
      alarmDescription: alarm.description,
      namespace: alarm.namespace,
      metricName: alarm.metricName,
      dimensions: [alarm.dimension],
      statistic: 'Maximum',
      period: 300,
      evaluationPeriods: alarm.periods,
      threshold: alarm.threshold ?? 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [topic.ref],
    });
  const depthOf = (queueName: string): Pick<AlarmFacts, 'namespace' | 'metricName' | 'dimension' | 'periods'> => ({
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimension: { name: 'QueueName', value: queueName },
    periods: 1,
  });
  addAlarm('DeadLettersAlarm', {
    name: 'dead-letters',
    description: 'Events that the dispatcher gave up on wait in the dead-letter queue: see its log, then redrive them.',
    ...depthOf(intake.deadLetters.attrQueueName),
  });
  addAlarm('IntakeAgeAlarm', {
    name: 'intake-age',
    description: 'Events have waited for over an hour: the dispatcher does not keep up, or a lock is held for long.',
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimension: { name: 'QueueName', value: intake.queue.attrQueueName },
    periods: 1,
    threshold: 3600,
  });
  addAlarm('UndeliveredAlarm', {
    name: 'undelivered',
    description: 'EventBridge could not deliver events: the attributes of the messages say why.',
    ...depthOf(intake.undelivered.attrQueueName),
  });
  new CfnTopicPolicy(stack, 'NotificationsPolicy', {
    topics: [topic.ref],
    policyDocument: policyDocument(
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic.ref,
        Condition: { ArnLike: { 'aws:SourceArn': arns.alarms } },
      },
      tlsOnly('sns:Publish', topic.ref),
    ),
  });
  return {
    watchFunction: (logicalId, lambda) => {
      addAlarm(logicalId, {
        name: 'dispatcher-errors',
        description: 'The dispatcher fails, and so nothing starts: see its log. The events wait in the intake queue.',
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimension: { name: 'FunctionName', value: lambda.ref },
        periods: 3,
      });
    },
  };
};

interface AlarmFacts {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimension: { readonly name: string; readonly value: string };
  /** Of five minutes each. */
  readonly periods: number;
  /** 1 unless given. */
  readonly threshold?: number;
}
