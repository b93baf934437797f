import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names } from '../../federation/names';
import { acknowledgeWildcard } from './acknowledge';
import { onlyWhere } from './exclusion';
import { justifiedWildcards } from './justified-wildcards';
import { policyDocument } from './policy-document';
import { trustOfAccountSteps } from './trust-of-account-steps';

/**
 * The role in the management account through which the factory's account-side function reads where accounts are. It reads
 * accounts, their parents and their tags, and the tree of units; no policies, no delegations, and it writes nothing.
 */
export const addOrganizationReader = (
  stack: Stack,
  policy: CompiledPolicy,
  condition: CfnCondition | undefined,
): CfnRole => {
  const { partition, id, managementAccount } = policy.organization;
  const every = (kind: 'account' | 'ou' | 'root'): string =>
    `arn:${partition}:organizations::${managementAccount}:${kind}/${id}/*`;
  const role = new CfnRole(stack, 'OrganizationReader', {
    roleName: names.organizationReader,
    description: 'oidc-factory reads which accounts there are, and in which organizational units.',
    maxSessionDuration: 3600,
    assumeRolePolicyDocument: trustOfAccountSteps(policy),
    policies: [
      {
        policyName: 'ReadOrganization',
        policyDocument: policyDocument(
          {
            Sid: 'ReadAccounts',
            Effect: 'Allow',
            Action: ['organizations:DescribeAccount', 'organizations:ListParents', 'organizations:ListTagsForResource'],
            Resource: every('account'),
          },
          {
            Sid: 'ReadUnits',
            Effect: 'Allow',
            Action: ['organizations:DescribeOrganizationalUnit', 'organizations:ListParents'],
            Resource: every('ou'),
          },
          {
            Sid: 'ReadTree',
            Effect: 'Allow',
            Action: ['organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent'],
            Resource: [every('ou'), every('root')],
          },
          { Sid: 'ListRoots', Effect: 'Allow', Action: 'organizations:ListRoots', Resource: '*' },
        ),
      },
    ],
  });
  acknowledgeWildcard(role, every('account'), justifiedWildcards.readAccounts);
  acknowledgeWildcard(role, every('ou'), justifiedWildcards.readUnits);
  acknowledgeWildcard(role, every('root'), justifiedWildcards.readUnits);
  acknowledgeWildcard(role, '*', justifiedWildcards.listRoots);
  onlyWhere(condition, role);
  return role;
};
