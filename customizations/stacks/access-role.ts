import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { bindingParameter, names } from '../../federation/names';
import { accessRights } from './access-rights';
import { acknowledgeWildcard } from './acknowledge';
import { onlyWhere } from './exclusion';
import { justifiedWildcards } from './justified-wildcards';
import { policyDocument } from './policy-document';
import { rolePatterns } from './role-patterns';
import { trustOfAccountSteps } from './trust-of-account-steps';

/** The role in a vended account that the factory's account-side function, and nothing else, can assume. */
export const addAccessRole = (stack: Stack, policy: CompiledPolicy, condition: CfnCondition | undefined): CfnRole => {
  const { partition, homeRegion } = policy.organization;
  const role = new CfnRole(stack, 'AccessRole', {
    roleName: names.accessRole,
    description: 'oidc-factory reads roles, binds those that its policies name, and keeps the OIDC providers.',
    maxSessionDuration: 3600,
    assumeRolePolicyDocument: trustOfAccountSteps(policy),
    policies: [{ policyName: 'BindRoles', policyDocument: policyDocument(...accessRights(policy)) }],
  });
  const wildcard = `arn:${partition}:iam::<AWS::AccountId>:role`;
  acknowledgeWildcard(role, '*', justifiedWildcards.listRoles);
  acknowledgeWildcard(role, `${wildcard}/*`, justifiedWildcards.readRoles);
  for (const pattern of rolePatterns(policy.policies)) {
    acknowledgeWildcard(role, `${wildcard}${pattern}`, justifiedWildcards.bindRoles);
  }
  acknowledgeWildcard(
    role,
    `arn:${partition}:ssm:${homeRegion}:<AWS::AccountId>:parameter${bindingParameter('*')}`,
    justifiedWildcards.publishBindings,
  );
  onlyWhere(condition, role);
  return role;
};
