import { Aws, type CfnCondition, type CfnResource, Fn, type Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { addDeadLetterQueue, addRuleQueuePolicy } from './dead-letters';
import { onlyWhere } from './exclusion';
import type { FactoryArns } from './factory-arns';
import { policyDocument, trustOf } from './policy-document';

/** A rule that puts events of an account's default bus on the intake bus. */
export interface ForwardingRule {
  /** Begins the logical ids. */
  readonly logicalId: string;
  readonly ruleName: string;
  readonly description: string;
  readonly eventPattern: Readonly<Record<string, unknown>>;
}

/** Such a rule with a role of its own. */
export interface BusRule extends ForwardingRule {
  readonly roleName: string;
}

/**
 * Adds the role through which EventBridge puts the events of some rules of the account on the bus of another account.
 * @param rules their ARNs.
 */
export const addPuttingRole = (
  stack: Stack,
  logicalId: string,
  roleName: string,
  rules: readonly string[],
  arns: FactoryArns,
  condition: CfnCondition | undefined,
): CfnRole => {
  const role = new CfnRole(stack, logicalId, {
    roleName,
    description: 'EventBridge puts events on the intake bus of oidc-factory through it.',
    assumeRolePolicyDocument: trustOf('events.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnEquals: { 'aws:SourceArn': rules.length === 1 ? rules[0] : rules },
    }),
    policies: [
      {
        policyName: 'PutOnIntakeBus',
        policyDocument: policyDocument({ Effect: 'Allow', Action: 'events:PutEvents', Resource: arns.intakeBus }),
      },
    ],
  });
  onlyWhere(condition, role);
  return role;
};

/** Adds the rule, and a queue for what could not be delivered within EventBridge's 24 hours. */
export const addForwardingRule = (
  stack: Stack,
  rule: ForwardingRule,
  roleArn: string,
  arns: FactoryArns,
  condition: CfnCondition | undefined,
): readonly [rule: CfnRule, ...others: CfnResource[]] => {
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
        roleArn,
        deadLetterConfig: { arn: deadLetters.attrArn },
      },
    ],
  });
  const policy = addRuleQueuePolicy(stack, `${rule.logicalId}DeadLettersPolicy`, deadLetters, [forwarding]);
  onlyWhere(condition, deadLetters, forwarding, policy);
  return [forwarding, deadLetters, policy];
};

/** Adds a rule with a role and a queue of its own. */
export const addBusRule = (
  stack: Stack,
  rule: BusRule,
  arns: FactoryArns,
  condition: CfnCondition | undefined,
): readonly CfnResource[] => {
  const ruleArn = Fn.sub(`arn:${arns.partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${rule.ruleName}`);
  const role = addPuttingRole(stack, `${rule.logicalId}Role`, rule.roleName, [ruleArn], arns, condition);
  return [role, ...addForwardingRule(stack, rule, role.attrArn, arns, condition)];
};
