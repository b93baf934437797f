import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { CfnEventBus, CfnRule, type CfnRuleProps } from 'aws-cdk-lib/aws-events';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { Outcome } from '../../../federation/outcomes';
import { names, outcomesSource } from '../../../federation/names';
import { addRuleQueuePolicy } from '../dead-letters';
import type { FactoryArns } from '../factory-arns';
import { policyDocument, tlsOnly, trustOf } from '../policy-document';
import type { StackInput } from '../stack-input';
import { addAlarm, addIntakeAlarms } from './alarms';
import type { Intake } from './intake';

/** Where it is told what became of things, and who hears of failures. */
export interface Outcomes {
  /** Tells the topic of a function that fails for a quarter of an hour on end. */
  watchFunction(logicalId: string, lambda: CfnFunction): void;
}

/** Fixed, so that the role through which the rules speak can name them. */
const noticeRules = { outcomes: 'oidc-factory-outcome-notices', cutOff: 'oidc-factory-cut-off-workflows' } as const;

/** What somebody should see soon: the rest is for whoever subscribes to the bus. */
const toldOutcomes = [
  'Account Access Lost',
  'Account Ready',
  'Account Retired',
  'Accounts Not Reconciled',
  'Binding Expires',
  'Guard Stopped',
  'Organization Not Read',
  'Quota Near',
  'Removals Stopped',
  'Role Revoked',
  'Workflow Failed',
] satisfies Outcome['type'][];

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
      ArnEquals: {
        'aws:SourceArn': [arns.rule(noticeRules.cutOff), arns.rule(noticeRules.outcomes, names.outcomesBus)],
      },
    }),
    policies: [
      {
        policyName: 'Notify',
        policyDocument: policyDocument({ Effect: 'Allow', Action: 'sns:Publish', Resource: topic.ref }),
      },
    ],
  });
  const addNotice = (
    logicalId: string,
    notice: Pick<CfnRuleProps, 'name' | 'description' | 'eventBusName' | 'eventPattern'>,
  ) =>
    new CfnRule(stack, logicalId, {
      ...notice,
      state: 'ENABLED',
      targets: [
        {
          id: 'Notifications',
          arn: topic.ref,
          roleArn: speaker.attrArn,
          deadLetterConfig: { arn: intake.undelivered.attrArn },
        },
      ],
    });
  const stateMachineArn = input.workflows.map(({ name }) => arns.stateMachine(name)).sort();
  const told = addNotice('OutcomeNotices', {
    name: noticeRules.outcomes,
    description:
      'Accounts that are ready, retired or out of reach, failed workflows, revocations, quotas that are nearly used up and removals that were stopped, for the notification topic.',
    eventBusName: bus.ref,
    eventPattern: { source: [outcomesSource], 'detail-type': toldOutcomes },
  });
  const cutOff = {
    name: noticeRules.cutOff,
    description: 'Workflows that ended before they could report it themselves, for the notification topic.',
    eventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['TIMED_OUT', 'ABORTED'], stateMachineArn },
    },
  };
  // A pattern must not have an empty list.
  const notices = [told, ...(stateMachineArn.length === 0 ? [] : [addNotice('CutOffWorkflows', cutOff)])];
  addRuleQueuePolicy(stack, 'UndeliveredPolicy', intake.undelivered, [...intake.rules, ...notices]);

  addIntakeAlarms(stack, topic, intake);
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
      addAlarm(stack, logicalId, topic, {
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
