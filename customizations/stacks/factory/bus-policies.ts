import type { Stack } from 'aws-cdk-lib';
import { type CfnEventBus, CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { accountPrincipalArn, roleArn } from '../../../federation/arn';
import { names } from '../../../federation/names';
import type { StackInput } from '../stack-input';

const iamEvent = { source: 'aws.iam', detailType: 'AWS API Call via CloudTrail' };

/** What Control Tower says in the management account. */
export const lifecycleEvent = { source: 'aws.controltower', detailType: 'AWS Service Event via CloudTrail' };

/** What AWS Organizations says in the management account: calls, and events that no call of an account stands for. */
export const organizationEvent = {
  source: 'aws.organizations',
  detailType: ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
};

/**
 * Members may put IAM's events only, through their forwarding role; the management account's hook lifecycle events only.
 * EventBridge calls PutEvents as the role of the rule's target, so that role is the principal here.
 */
export const addBusPolicies = (stack: Stack, bus: CfnEventBus, { policy }: StackInput): void => {
  const { id: organization, managementAccount, partition } = policy.organization;
  const addPolicy = (
    statementId: string,
    principal: string,
    event: { readonly source: string; readonly detailType: string | readonly string[] },
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
  const hookOnly = { ArnEquals: { 'aws:PrincipalArn': roleArn(partition, managementAccount, '/', names.hookRole) } };
  const management = accountPrincipalArn(partition, managementAccount);
  addPolicy('HookPutsLifecycleEvents', management, lifecycleEvent, hookOnly);
  addPolicy('HookPutsOrganizationEvents', management, organizationEvent, hookOnly);
};
