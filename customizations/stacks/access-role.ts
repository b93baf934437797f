import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { accountPrincipalArn } from '../../federation/arn';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { bindingParameter, names } from '../../federation/names';
import { accessRights } from './access-rights';
import { acknowledgeWildcard } from './acknowledge';
import { onlyWhere } from './exclusion';
import { factoryArns } from './factory-arns';
import { justifiedWildcards } from './justified-wildcards';
import { policyDocument } from './policy-document';
import { rolePatterns } from './role-patterns';

/** The role in a vended account that the factory's account-side function, and nothing else, can assume. */
export const addAccessRole = (stack: Stack, policy: CompiledPolicy, condition: CfnCondition | undefined): CfnRole => {
  const { partition, id: organization, homeRegion } = policy.organization;
  const role = new CfnRole(stack, 'AccessRole', {
    roleName: names.accessRole,
    description: 'oidc-factory reads roles, binds those that its policies name, and keeps the OIDC providers.',
    maxSessionDuration: 3600,
    // The account as principal and the role as condition: a role as principal must exist first, and would be frozen to
    // its unique id, so that a role created anew under its name would be locked out.
    assumeRolePolicyDocument: policyDocument({
      Effect: 'Allow',
      Principal: { AWS: accountPrincipalArn(partition, policy.factoryAccount) },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:PrincipalArn': factoryArns(policy).accountStepsRole,
          'aws:PrincipalOrgID': organization,
        },
      },
    }),
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
