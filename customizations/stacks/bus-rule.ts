import { Aws, type CfnCondition, type CfnResource, Fn, type Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { addDeadLetterQueue, addRuleQueuePolicy } from './dead-letters';
import { onlyWhere } from './exclusion';
import type { FactoryArns } from './factory-arns';
import { policyDocument, trustOf } from './policy-document';

/** A rule that puts events of an account's default bus on the intake bus. */
export interface BusRule {
  /** Begins the logical ids. */
  readonly logicalId: string;
  readonly ruleName: string;
  readonly roleName: string;
  readonly description: string;
  readonly eventPattern: Readonly<Record<string, unknown>>;
}

/**
 * Adds the rule, the role through which EventBridge puts the events on the bus of another account, and a queue for what
 * could not be delivered within EventBridge's 24 hours.
 */
export const addBusRule = (
  stack: Stack,
  rule: BusRule,
  arns: FactoryArns,
  condition: CfnCondition | undefined,
): readonly CfnResource[] => {
  const ruleArn = Fn.sub(`arn:${arns.partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${rule.ruleName}`);
  const role = new CfnRole(stack, `${rule.logicalId}Role`, {
    roleName: rule.roleName,
    description: 'EventBridge puts events on the intake bus of oidc-factory through it.',
    assumeRolePolicyDocument: trustOf('events.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnEquals: { 'aws:SourceArn': ruleArn },
    }),
    policies: [
      {
        policyName: 'PutOnIntakeBus',
        policyDocument: policyDocument({ Effect: 'Allow', Action: 'events:PutEvents', Resource: arns.intakeBus }),
      },
    ],
  });
  const deadLetters = addDeadLetterQueue(stack, `${rule.logicalId}DeadLetters`, `${rule.ruleName}-dead-letters`);
  const forwarding = new CfnRule(stack, `${rule.logicalId}Rule`, {
    name: rule.ruleName,
    description: rule.description,
    eventPattern: rule.eventPattern,
    state: 'ENABLED',
    targets: [
      {
        id: 'IntakeBus',
        arn: arns.intakeBus,
        roleArn: role.attrArn,
        deadLetterConfig: { arn: deadLetters.attrArn },
      },
    ],
  });
  const policy = addRuleQueuePolicy(stack, `${rule.logicalId}DeadLettersPolicy`, deadLetters, [forwarding]);
  const resources = [role, deadLetters, forwarding, policy];
  onlyWhere(condition, ...resources);
  return resources;
};
