import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import type { Partition } from '../../federation/partition';
import { sortedSet } from '../configuration/sorted';

/**
 * Who may alter what the factory deploys: the factory's access role, what StackSets deploy as (with trusted access, and
 * through Control Tower, as CfCT does), and what the user names. Control Tower's own mandatory controls keep accounts
 * from making or altering roles of these two names; service-linked roles are beyond any service control policy, and stand
 * here for whoever reads it.
 */
export const exemptedRoles = (partition: Partition, deploymentRoles: readonly string[]): readonly string[] => [
  ...[names.accessRole, 'stacksets-exec-*', 'AWSControlTowerExecution', 'aws-service-role/*'].map((name) =>
    roleArn(partition, '*', '/', name),
  ),
  ...sortedSet(deploymentRoles),
];
