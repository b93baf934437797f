import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names } from '../../federation/names';
import { baselineStackSets } from '../../federation/stack-sets';
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

/**
 * The role in the management account through which the factory's account-side function asks for stack instances that an
 * account lacks. It can do so in the two StackSets of the factory's own that bring the baseline, by their exact names, and
 * can change and delete nothing.
 */
export const addStackInstancesRole = (
  stack: Stack,
  policy: CompiledPolicy,
  condition: CfnCondition | undefined,
): void => {
  const { partition, homeRegion, managementAccount } = policy.organization;
  const stackSets = baselineStackSets.map(
    (name) => `arn:${partition}:cloudformation:${homeRegion}:${managementAccount}:stackset/${name}:*`,
  );
  const targets = baselineStackSets.map(
    (name) => `arn:${partition}:cloudformation:*:${managementAccount}:stackset-target/${name}:*`,
  );
  const types = baselineTypes.map(
    (type) => `arn:${partition}:cloudformation:*:*:type/resource/${type.replaceAll('::', '-')}`,
  );
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
            Resource: [...stackSets, ...targets, ...types],
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
