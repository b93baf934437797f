import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import type { Partition } from '../../federation/partition';
import { sortedSet } from '../configuration/sorted';

/**
 * Who may alter what the factory deploys: the factory's access role, what StackSets deploy as (with trusted access, and
 * through Control Tower, as CfCT does), and what the user names. Service-linked roles are beyond any service control
 * policy, and stand here for whoever reads it.
 */
export const exemptedRoles = (partition: Partition, deploymentRoles: readonly string[]): readonly string[] => [
  roleArn(partition, '*', '/', names.accessRole),
  ...deployingRoles(partition, deploymentRoles),
  roleArn(partition, '*', '/', 'aws-service-role/*'),
];

/**
 * Those of them that an account could make or open for itself: who may do that is exempted too. Control Tower's mandatory
 * controls keep the first two, where there is Control Tower; StackSets make theirs through a service-linked role.
 */
export const deployingRoles = (partition: Partition, deploymentRoles: readonly string[]): readonly string[] => [
  ...['stacksets-exec-*', 'AWSControlTowerExecution'].map((name) => roleArn(partition, '*', '/', name)),
  ...sortedSet(deploymentRoles),
];
