import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { Intake } from './intake';

/** What an alarm watches, and what it says. */
export interface AlarmFacts {
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

/** Adds an alarm that speaks on a topic. */
export const addAlarm = (stack: Stack, logicalId: string, topic: CfnTopic, alarm: AlarmFacts): CfnAlarm =>
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

/** Adds the alarms on what got lost, or got stuck, on the way in. */
export const addIntakeAlarms = (stack: Stack, topic: CfnTopic, intake: Intake): void => {
  addAlarm(stack, 'DeadLettersAlarm', topic, {
    name: 'dead-letters',
    description: 'Events that the dispatcher gave up on wait in the dead-letter queue: see its log, then redrive them.',
    ...depthOf(intake.deadLetters.attrQueueName),
  });
  addAlarm(stack, 'IntakeAgeAlarm', topic, {
    name: 'intake-age',
    description: 'Events have waited for over an hour: the dispatcher does not keep up, or a lock is held for long.',
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimension: { name: 'QueueName', value: intake.queue.attrQueueName },
    periods: 1,
    threshold: 3600,
  });
  addAlarm(stack, 'UndeliveredAlarm', topic, {
    name: 'undelivered',
    description: 'EventBridge could not deliver events: the attributes of the messages say why.',
    ...depthOf(intake.undelivered.attrQueueName),
  });
};

const depthOf = (queueName: string): Pick<AlarmFacts, 'namespace' | 'metricName' | 'dimension' | 'periods'> => ({
  namespace: 'AWS/SQS',
  metricName: 'ApproximateNumberOfMessagesVisible',
  dimension: { name: 'QueueName', value: queueName },
  periods: 1,
});
