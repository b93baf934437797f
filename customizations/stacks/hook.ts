import { Aws, CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import { roleArn } from '../../federation/arn';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names } from '../../federation/names';
import { partitions } from '../../federation/partition';
import { isForwardedOrganizationEvent, lifecycleEvents, triggerOfOrganizationEvent } from '../../federation/triggers';
import { addForwardingRule, addPuttingRole } from './bus-rule';
import { factoryArns } from './factory-arns';
import { addOrganizationReader } from './organization-reader';
import { addStackInstancesRole } from './stack-instances';
import { addTemplatesBucket } from './templates-bucket';

/** Service events of AWS Organizations that also tell of failures, and where each has its state. */
const statuses = { CreateAccountResult: 'createAccountStatus', CloseAccountResult: 'closeAccountStatus' } as const;

/** The calls and service events of AWS Organizations that say where an account is, and have not failed, as an event pattern. */
export const forwardedOrganizationEvents = {
  source: ['aws.organizations'],
  'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
  detail: {
    eventSource: ['organizations.amazonaws.com'],
    errorCode: [{ exists: false }],
    $or: [
      {
        eventName: Object.keys(triggerOfOrganizationEvent)
          .filter((name) => isForwardedOrganizationEvent(name) && !Object.hasOwn(statuses, name))
          .sort(),
      },
      ...Object.entries(statuses).map(([eventName, status]) => ({
        eventName: [eventName],
        serviceEventDetails: { [status]: { state: ['SUCCEEDED'] } },
      })),
    ],
  },
};

/**
 * Forwards what befalls accounts: the lifecycle events of Control Tower, which only the home region sees, and the events of
 * AWS Organizations, which only one region of the partition sees. The same template goes to both; what is for one of them
 * has a condition, and the roles, whose names are global, are made in the home region. Where the factory delivers its
 * StackSets itself, what it needs for that is here too.
 */
export const addHook = (stack: Stack, policy: CompiledPolicy): void => {
  const { partition, homeRegion, managementAccount } = policy.organization;
  const arns = factoryArns(policy);
  const { organizationsEventRegion } = partitions[partition];
  const isOneRegion = homeRegion === organizationsEventRegion;
  const only = (logicalId: string, region: string): CfnCondition | undefined =>
    isOneRegion
      ? undefined
      : new CfnCondition(stack, logicalId, { expression: Fn.conditionEquals(Aws.REGION, region) });
  const atHome = only('InHomeRegion', homeRegion);
  const ruleArn = (region: string, name: string): string =>
    `arn:${partition}:events:${region}:${managementAccount}:rule/${name}`;

  const role = addPuttingRole(
    stack,
    'HookRole',
    names.hookRole,
    [ruleArn(homeRegion, names.hookRule), ruleArn(organizationsEventRegion, names.organizationRule)],
    arns,
    atHome,
  );
  const succeeded = (status: string): unknown => ({ serviceEventDetails: { [status]: { state: ['SUCCEEDED'] } } });
  addForwardingRule(
    stack,
    {
      logicalId: 'Hook',
      ruleName: names.hookRule,
      description: 'Accounts that Control Tower has vended or enrolled again.',
      eventPattern: {
        source: ['aws.controltower'],
        'detail-type': ['AWS Service Event via CloudTrail'],
        detail: {
          eventName: [...lifecycleEvents],
          $or: [succeeded('createManagedAccountStatus'), succeeded('updateManagedAccountStatus')],
        },
      },
    },
    role.attrArn,
    arns,
    atHome,
  );
  const [rule] = addForwardingRule(
    stack,
    {
      logicalId: 'Organization',
      ruleName: names.organizationRule,
      description: 'Accounts that AWS Organizations has created, moved, closed or let go.',
      eventPattern: forwardedOrganizationEvents,
    },
    roleArn(partition, managementAccount, '/', names.hookRole),
    arns,
    only('InOrganizationsRegion', organizationsEventRegion),
  );
  if (isOneRegion) rule.addResourceDependency(role);
  addOrganizationReader(stack, policy, atHome);
  if (policy.deliver !== 'stacksets') return;
  addStackInstancesRole(stack, policy, atHome);
  addTemplatesBucket(stack, policy, atHome);
};
