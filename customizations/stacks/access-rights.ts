import { Fn } from 'aws-cdk-lib';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { hostAndPathOf } from '../../federation/issuer';
import { bindingParameter, names, outcomesSource, statusTag } from '../../federation/names';
import { asksForManagedPolicies } from '../../federation/managed-policies';
import { protectedRoles } from '../../federation/protected-roles';
import type { Statement } from './policy-document';
import { rolePatterns } from './role-patterns';

/** What the access role of a vended account may do there. */
export const accessRights = (policy: CompiledPolicy): readonly Statement[] => {
  const { partition, homeRegion } = policy.organization;
  const inAccount = (resource: string): string => Fn.sub(`arn:${partition}:iam::\${AWS::AccountId}:${resource}`);
  const atHome = (service: string, resource: string): string =>
    Fn.sub(`arn:${partition}:${service}:${homeRegion}:\${AWS::AccountId}:${resource}`);
  const bindable = rolePatterns(policy.policies).map((pattern) => inAccount(`role${pattern}`));
  const providers = policy.identityProviders
    .map((provider) => `oidc-provider/${hostAndPathOf(provider.issuer)}`)
    .sort();
  return [
    {
      Sid: 'ReadRoles',
      Effect: 'Allow',
      Action: asksForManagedPolicies(policy.policies) ? ['iam:GetRole', 'iam:ListAttachedRolePolicies'] : 'iam:GetRole',
      Resource: inAccount('role/*'),
    },
    {
      Sid: 'ListRoles',
      Effect: 'Allow',
      Action: ['iam:ListRoles', 'iam:GetAccountAuthorizationDetails'],
      Resource: '*',
    },
    ...(bindable.length === 0 ? [] : roleWrites(bindable, inAccount(`policy/${names.revokedSessionsPolicy}`))),
    {
      Sid: 'NeverTouch',
      Effect: 'Deny',
      Action: [bindAction, ...tagActions, ...revokeActions],
      Resource: protectedRoles.map((pattern) => inAccount(`role/${pattern}`)),
    },
    ...(providers.length === 0 ? [] : [{ ...keepProviders, Resource: providers.map(inAccount) }]),
    {
      Sid: 'PublishBindings',
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
      Resource: atHome('ssm', `parameter${bindingParameter('*')}`),
    },
    {
      Sid: 'TellOwners',
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: atHome('events', 'event-bus/default'),
      Condition: { StringEquals: { 'events:source': outcomesSource } },
    },
  ];
};

const bindAction = 'iam:UpdateAssumeRolePolicy';
const tagActions = ['iam:TagRole', 'iam:UntagRole'] as const;
const revokeActions = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'] as const;

/**
 * The three edits of a role: its trust policy, the one tag that says why it is not bound, and the one managed policy that
 * denies what its sessions could do. `ForAllValues` is true of a call that names no tag at all, so `Null` asks for one;
 * without `ForAllValues`, a call that names other tags beside this one would pass.
 */
const roleWrites = (bindable: readonly string[], revokedSessions: string): readonly Statement[] => [
  { Sid: 'BindRoles', Effect: 'Allow', Action: bindAction, Resource: bindable },
  {
    Sid: 'TagRoles',
    Effect: 'Allow',
    Action: tagActions,
    Resource: bindable,
    Condition: {
      'ForAllValues:StringEquals': { 'aws:TagKeys': [statusTag] },
      Null: { 'aws:TagKeys': 'false' },
    },
  },
  {
    Sid: 'RevokeSessions',
    Effect: 'Allow',
    Action: revokeActions,
    Resource: bindable,
    Condition: { ArnEquals: { 'iam:PolicyARN': revokedSessions } },
  },
];

const keepProviders = {
  Sid: 'KeepProviders',
  Effect: 'Allow',
  Action: [
    'iam:GetOpenIDConnectProvider',
    'iam:CreateOpenIDConnectProvider',
    'iam:AddClientIDToOpenIDConnectProvider',
    'iam:RemoveClientIDFromOpenIDConnectProvider',
  ],
} as const;
