import type { CfnCondition, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { hostAndPathOf } from '../../federation/issuer';
import { names } from '../../federation/names';
import { onlyWhere } from './exclusion';
import { policyDocument } from './policy-document';

/**
 * The managed policy that a revocation attaches to a role: a trust policy decides who gets new sessions only, and this
 * denies everything to those of managed providers that were issued before. Sessions that come by another way stay as they
 * are. The documents show the provider's ARN in `aws:FederatedProvider` and a live test saw the bare issuer, so whatever
 * stands before the issuer's host matches: too wide denies no other session, and too narrow would leave one open.
 */
export const addRevokedSessionsPolicy = (
  stack: Stack,
  { identityProviders }: CompiledPolicy,
  condition: CfnCondition | undefined,
): void => {
  const forms = identityProviders
    .map(({ issuer }) => hostAndPathOf(issuer).replace(/\/$/, ''))
    .sort()
    .flatMap((hostAndPath) => [`*${hostAndPath}`, `*${hostAndPath}/`]);
  // Without a provider there is no session to deny, and IAM takes no empty list.
  if (forms.length === 0) return;
  const policy = new CfnManagedPolicy(stack, 'RevokedSessions', {
    managedPolicyName: names.revokedSessionsPolicy,
    description: 'oidc-factory attaches it to a role whose binding is revoked: denies all to sessions issued before.',
    policyDocument: policyDocument({
      Sid: 'RevokedSessions',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringLike: { 'aws:FederatedProvider': forms } },
    }),
  });
  onlyWhere(condition, policy);
};
