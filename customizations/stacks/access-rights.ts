import { Fn } from 'aws-cdk-lib';
import { type CompiledPolicy, isBindingPolicy, type Policy } from '../../federation/compiled-policy';
import { hostAndPathOf } from '../../federation/issuer';
import { bindingParameter, names, outcomesSource, readyParameter, statusTag } from '../../federation/names';
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
  const rolesOf = (policies: readonly Policy[]): readonly string[] =>
    rolePatterns(policies).map((pattern) => inAccount(`role${pattern}`));
  const bindable = rolesOf(policy.policies.filter(isBindingPolicy));
  // The owner of a role that trusts an outside issuer is told too; its trust policy is never written.
  const tellable = rolesOf(policy.policies);
  const providersOf = (some: readonly { readonly issuer: string }[]): readonly string[] =>
    some.map(({ issuer }) => inAccount(`oidc-provider/${hostAndPathOf(issuer)}`));
  const [kept, outside] = [providersOf(policy.identityProviders), providersOf(policy.outsideProviders)];
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
      Action: ['iam:ListRoles', 'iam:GetAccountAuthorizationDetails', 'iam:ListOpenIDConnectProviders'],
      Resource: '*',
    },
    ...roleWrites(bindable, tellable, inAccount(`policy/${names.revokedSessionsPolicy}`)).filter(
      ({ Resource }) => Resource.length > 0,
    ),
    {
      Sid: 'NeverTouch',
      Effect: 'Deny',
      Action: [bindAction, ...tagActions, ...revokeActions],
      Resource: protectedRoles.map((pattern) => inAccount(`role/${pattern}`)),
    },
    ...(kept.length === 0 ? [] : [{ ...keepProviders, Resource: kept }]),
    ...(outside.length === 0 ? [] : [{ ...readProviders, Resource: outside }]),
    {
      Sid: 'PublishBindings',
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
      Resource: [atHome('ssm', `parameter${bindingParameter('*')}`), atHome('ssm', `parameter${readyParameter}`)],
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
const roleWrites = (
  bindable: readonly string[],
  tellable: readonly string[],
  revokedSessions: string,
): readonly (Statement & { readonly Resource: readonly string[] })[] => [
  { Sid: 'BindRoles', Effect: 'Allow', Action: bindAction, Resource: bindable },
  {
    Sid: 'TagRoles',
    Effect: 'Allow',
    Action: tagActions,
    Resource: tellable,
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
    'iam:UpdateOpenIDConnectProviderThumbprint',
  ],
} as const;

const readProviders = { Sid: 'ReadProviders', Effect: 'Allow', Action: 'iam:GetOpenIDConnectProvider' } as const;
