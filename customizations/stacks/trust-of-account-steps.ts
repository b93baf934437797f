import { accountPrincipalArn } from '../../federation/arn';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { factoryArns } from './factory-arns';
import { policyDocument } from './policy-document';

/**
 * The trust policy of a role that the factory's account-side function, and nothing else, can assume. The account as
 * principal and the role as condition: a role as principal must exist first, and would be frozen to its unique id, so that
 * a role created anew under its name would be locked out.
 */
export const trustOfAccountSteps = (policy: CompiledPolicy): ReturnType<typeof policyDocument> => {
  const { partition, id: organization } = policy.organization;
  return policyDocument({
    Effect: 'Allow',
    Principal: { AWS: accountPrincipalArn(partition, policy.factoryAccount) },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: {
        'aws:PrincipalArn': factoryArns(policy).accountStepsRole,
        'aws:PrincipalOrgID': organization,
      },
    },
  });
};
