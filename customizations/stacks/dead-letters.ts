import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Stack } from 'aws-cdk-lib';
import { acknowledge } from './acknowledge';
import { policyDocument, tlsOnly } from './policy-document';

/** The longest that SQS keeps a message: 14 days, in seconds. */
export const longestRetention = 14 * 24 * 60 * 60;

/** A queue for the events that EventBridge could not deliver. */
export const addDeadLetterQueue = (stack: Stack, logicalId: string, queueName: string): CfnQueue => {
  const queue = new CfnQueue(stack, logicalId, {
    queueName,
    messageRetentionPeriod: longestRetention,
    sqsManagedSseEnabled: true,
  });
  acknowledge(queue, 'SQS3', 'It is itself the dead-letter queue, of rules of EventBridge.');
  return queue;
};

/** Lets these rules, and nobody else, send to a queue. */
export const addRuleQueuePolicy = (
  stack: Stack,
  logicalId: string,
  queue: CfnQueue,
  rules: readonly CfnRule[],
): CfnQueuePolicy =>
  new CfnQueuePolicy(stack, logicalId, {
    queues: [queue.ref],
    policyDocument: policyDocument(
      {
        Sid: 'Rules',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue.attrArn,
        Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => rule.attrArn) } },
      },
      tlsOnly('sqs:*', queue.attrArn),
    ),
  });
