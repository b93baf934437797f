import { oidcProviderArn, policyArn, roleArn } from '../../federation/arn';
import { type AllowedIssuers, issuerPatterns, strayPatterns } from '../../federation/guardrails/allowed-issuers';
import { names, statusTag } from '../../federation/names';
import type { Partition } from '../../federation/partition';
import { type Conditions, policyDocument, type Statement } from '../stacks/policy-document';
import { deployingRoles, exemptedRoles } from './exempted';
import { keptBy } from './kept';

/** What the service control policy is made of. */
export interface ServiceControlInput {
  readonly partition: Partition;
  readonly allowed: AllowedIssuers;
  /** ARN patterns of roles that are exempted besides those that always are. */
  readonly deploymentRoles: readonly string[];
}

const createAction = 'iam:CreateOpenIDConnectProvider';

/** The service control policy: denies everybody but the exempted roles what the factory alone keeps. */
export const serviceControlPolicy = ({ partition, allowed, deploymentRoles }: ServiceControlInput): object => {
  const exempted = exemptedRoles(partition, deploymentRoles);
  const deny = (name: string, statement: Omit<Statement, 'Sid' | 'Effect'>): Statement => ({
    Sid: `OidcFactory${name}`,
    Effect: 'Deny',
    ...statement,
    Condition: { ...statement.Condition, ...unless(exempted) },
  });
  const providers = (patterns: readonly string[]): readonly string[] =>
    patterns.map((pattern) => oidcProviderArn(partition, '*', pattern));
  const anyRole = roleArn(partition, '*', '/', '*');
  const kept = keptBy(partition, allowed.managed, deployingRoles(partition, deploymentRoles));
  const strays = providers(strayPatterns(allowed));
  return policyDocument(
    deny('KeepOwn', { Action: kept.actions, Resource: kept.resources }),
    // A provider is a way into the account: nobody opens one for an issuer that is not listed. For those that are, the
    // managed ones among them, everybody may: what is created there the factory finds and heals, and roles pin `aud` and
    // `sub` in any case. No condition key of the call has the issuer's URL, so that the ARN must say it.
    deny('ListedProviders', { Action: createAction, NotResource: providers(issuerPatterns(allowed)) }),
    ...(strays.length === 0 ? [] : [deny('ListedHosts', { Action: createAction, Resource: strays })]),
    // The tag says why a role is not bound, and people go by it. IAM takes tag keys for the same whatever their case.
    deny('KeepTag', {
      Action: ['iam:TagRole', 'iam:UntagRole'],
      Resource: anyRole,
      Condition: { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [statusTag] } },
    }),
    // Whoever detaches it brings the sessions back that a revocation has cut off.
    deny('KeepRevoked', {
      Action: 'iam:DetachRolePolicy',
      Resource: anyRole,
      Condition: { ArnLike: { 'iam:PolicyARN': policyArn(partition, '*', names.revokedSessionsPolicy) } },
    }),
  );
};

/** Every signed request has `aws:PrincipalArn`; for a session it is the ARN of the role, with its path. */
const unless = (roles: readonly string[]): Conditions => ({ ArnNotLike: { 'aws:PrincipalArn': roles } });
