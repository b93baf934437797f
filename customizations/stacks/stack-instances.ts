import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names, stackSetTag } from '../../federation/names';
import { partitions } from '../../federation/partition';
import { baselineStackSets, targetedUnits } from '../../federation/stack-sets';
import { acknowledgeWildcard } from './acknowledge';
import { onlyWhere } from './exclusion';
import { justifiedWildcards } from './justified-wildcards';
import { policyDocument } from './policy-document';
import { trustOfAccountSteps } from './trust-of-account-steps';

/**
 * The types of resources in these StackSets, as CloudFormation names them to IAM: whoever makes a stack instance needs
 * them too. Source: the CloudFormation user guide, «Control access with IAM».
 */
export const baselineTypes = [
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Role',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
] as const;

/** The id of any account; those of units are longer. */
const anyAccount = '?'.repeat(12);

/**
 * The role in the management account through which the factory's account-side function asks for stack instances that an
 * account lacks. It can do so in the two StackSets of the factory's own that bring the baseline, by their exact names and
 * their mark, in the units of the targets and the region of the baseline, and can change and delete nothing: a function
 * that somebody else has got hold of brings no account under the factory that is not meant to be. A StackSet with
 * service-managed permissions takes accounts only within units that are named beside them.
 * Source: the CloudFormation user guide, «Restrict stack set operations based on Region and resource types».
 */
export const addStackInstancesRole = (
  stack: Stack,
  policy: CompiledPolicy,
  condition: CfnCondition | undefined,
): void => {
  const { id: organization, partition, homeRegion, managementAccount } = policy.organization;
  const stackSets = baselineStackSets.map(
    (name) => `arn:${partition}:cloudformation:${homeRegion}:${managementAccount}:stackset/${name}:*`,
  );
  const targets = baselineStackSets.flatMap((name) =>
    [...targetedUnits(policy), anyAccount].map(
      (target) => `arn:${partition}:cloudformation:*:${managementAccount}:stackset-target/${name}:*/${target}`,
    ),
  );
  const types = baselineTypes.map(
    (type) => `arn:${partition}:cloudformation:*:*:type/resource/${type.replaceAll('::', '-')}`,
  );
  const inRegion = {
    'ForAllValues:StringEquals': { 'cloudformation:TargetRegion': [partitions[partition].iamEventRegion] },
  };
  const role = new CfnRole(stack, 'StackInstances', {
    roleName: names.stackInstances,
    description: 'oidc-factory asks for stack instances that an account lacks, in StackSets of its own.',
    maxSessionDuration: 3600,
    assumeRolePolicyDocument: trustOfAccountSteps(policy),
    policies: [
      {
        policyName: 'StackInstances',
        policyDocument: policyDocument(
          {
            Sid: 'ReadStackSets',
            Effect: 'Allow',
            Action: [
              'cloudformation:DescribeStackSet',
              'cloudformation:ListStackInstances',
              'cloudformation:ListStackSetOperations',
            ],
            Resource: stackSets,
          },
          {
            Sid: 'CreateInstances',
            Effect: 'Allow',
            Action: 'cloudformation:CreateStackInstances',
            Resource: stackSets,
            Condition: { ...inRegion, StringEquals: { [`aws:ResourceTag/${stackSetTag}`]: organization } },
          },
          {
            Sid: 'ReachTargets',
            Effect: 'Allow',
            Action: 'cloudformation:CreateStackInstances',
            Resource: [...targets, ...types],
            Condition: inRegion,
          },
        ),
      },
    ],
  });
  for (const resource of stackSets) acknowledgeWildcard(role, resource, justifiedWildcards.stackSets);
  for (const resource of targets) acknowledgeWildcard(role, resource, justifiedWildcards.stackSetTargets);
  for (const resource of types) acknowledgeWildcard(role, resource, justifiedWildcards.stackSetTypes);
  onlyWhere(condition, role);
};
