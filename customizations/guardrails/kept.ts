import { oidcProviderArn, policyArn, roleArn } from '../../federation/arn';
import { namePrefix, names } from '../../federation/names';
import type { Partition } from '../../federation/partition';

/** What only the factory and what deploys it may alter: calls, and what they are about. */
export interface Kept {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The providers that the factory manages. Creating one is not among the calls; `scp.ts` says for which issuers. */
const providerActions = [
  'iam:AddClientIDToOpenIDConnectProvider',
  'iam:DeleteOpenIDConnectProvider',
  'iam:RemoveClientIDFromOpenIDConnectProvider',
  'iam:TagOpenIDConnectProvider',
  'iam:UntagOpenIDConnectProvider',
  'iam:UpdateOpenIDConnectProviderThumbprint',
];

/** The factory's roles, and those that deploy it. Creating one is among the calls: who makes a role of an exempted name would be exempted too. */
const roleActions = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
];

/** The managed policy of revocations: with another content, or made beforehand by somebody else, it would deny nothing. */
const policyActions = [
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:TagPolicy',
  'iam:UntagPolicy',
];

/** The rules that forward events: without them the factory learns of a role at night only. */
const ruleActions = [
  'events:DeleteRule',
  'events:DisableRule',
  'events:PutRule',
  'events:PutTargets',
  'events:RemoveTargets',
  'events:TagResource',
  'events:UntagResource',
];

/**
 * All of it at once, for one statement: each of the calls knows only its own kind of resource, so that calls and
 * resources that do not belong together say nothing. A policy for each would repeat the exemptions, and has no room.
 */
export const keptBy = (partition: Partition, managed: readonly string[], deploying: readonly string[]): Kept => ({
  actions: [...ruleActions, ...providerActions, ...roleActions, ...policyActions],
  resources: [
    `arn:${partition}:events:*:*:rule/${namePrefix}*`,
    ...managed.map((issuer) => oidcProviderArn(partition, '*', issuer)),
    roleArn(partition, '*', '/', `${namePrefix}*`),
    ...deploying,
    policyArn(partition, '*', names.revokedSessionsPolicy),
  ],
});
