import { type CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { accountPrincipalArn } from '../../federation/arn';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { hostAndPathOf } from '../../federation/issuer';
import { names } from '../../federation/names';
import { protectedRoles } from '../../federation/protected-roles';
import { acknowledgeWildcard } from './acknowledge';
import { onlyWhere } from './exclusion';
import { factoryArns } from './factory-arns';
import { justifiedWildcards } from './justified-wildcards';
import { policyDocument, type Statement } from './policy-document';
import { rolePatterns } from './role-patterns';

/** The role in a vended account that the factory's account-side function, and nothing else, can assume. */
export const addAccessRole = (stack: Stack, policy: CompiledPolicy, condition: CfnCondition | undefined): CfnRole => {
  const { partition, id: organization } = policy.organization;
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
    policies: [{ policyName: 'BindRoles', policyDocument: policyDocument(...permissions(policy)) }],
  });
  const wildcard = `arn:${partition}:iam::<AWS::AccountId>:role`;
  acknowledgeWildcard(role, '*', justifiedWildcards.listRoles);
  acknowledgeWildcard(role, `${wildcard}/*`, justifiedWildcards.readRoles);
  for (const pattern of rolePatterns(policy.policies)) {
    acknowledgeWildcard(role, `${wildcard}${pattern}`, justifiedWildcards.bindRoles);
  }
  onlyWhere(condition, role);
  return role;
};

const permissions = (policy: CompiledPolicy): readonly Statement[] => {
  const { partition } = policy.organization;
  const inAccount = (resource: string): string => Fn.sub(`arn:${partition}:iam::\${AWS::AccountId}:${resource}`);
  const bindable = rolePatterns(policy.policies);
  const providers = policy.identityProviders
    .map((provider) => `oidc-provider/${hostAndPathOf(provider.issuer)}`)
    .sort();
  return [
    { Sid: 'ReadRoles', Effect: 'Allow', Action: 'iam:GetRole', Resource: inAccount('role/*') },
    { Sid: 'ListRoles', Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' },
    ...(bindable.length === 0
      ? []
      : [
          {
            Sid: 'BindRoles',
            Effect: 'Allow',
            Action: 'iam:UpdateAssumeRolePolicy',
            Resource: bindable.map((pattern) => inAccount(`role${pattern}`)),
          } as const,
        ]),
    {
      Sid: 'NeverTouch',
      Effect: 'Deny',
      Action: 'iam:UpdateAssumeRolePolicy',
      Resource: protectedRoles.map((pattern) => inAccount(`role/${pattern}`)),
    },
    {
      Sid: 'KeepProviders',
      Effect: 'Allow',
      Action: [
        'iam:GetOpenIDConnectProvider',
        'iam:CreateOpenIDConnectProvider',
        'iam:AddClientIDToOpenIDConnectProvider',
        'iam:RemoveClientIDFromOpenIDConnectProvider',
      ],
      Resource: providers.map(inAccount),
    },
  ];
};
