import { names, statusTag } from '../../../federation/names';
import { evaluateIdentityPolicies } from '../../../simulation/iam';
import { documentWith, scp } from './support';

const account = '444444444444';
const iam = (resource: string): string => `arn:aws:iam::${account}:${resource}`;
const managed = iam('oidc-provider/sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/');
const github = iam('oidc-provider/token.actions.githubusercontent.com');
const revoked = iam(`policy/${names.revokedSessionsPolicy}`);
const rule = `arn:aws:events:us-east-1:${account}:rule/${names.forwardingRule}`;
const role = iam('role/ci/web-deployer');

const policy = documentWith(
  "serviceControlPolicy: { organizationalUnits: [/Sandbox], deploymentRoles: ['arn:aws:iam::*:role/platform-*'] }, alsoAllow: ['oidc.eks.*.amazonaws.com/id/*']",
);
const everything = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

type Context = Readonly<Record<string, readonly string[]>>;

/** What becomes of a call of somebody whom only the service control policy holds back. */
const ask = (principal: string, action: string, resource: string, context: Context = {}): string =>
  evaluateIdentityPolicies([everything, policy], {
    action,
    resource,
    context: { 'aws:principalarn': [principal], ...context },
  }).decision;

const stranger = iam('role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_1');
const tags = (...keys: readonly string[]): Context => ({ 'aws:tagkeys': keys });
const detaching = (arn: string): Context => ({ 'iam:policyarn': [arn] });

type Call = readonly [what: string, action: string, resource: string, context?: Context];

const kept: readonly Call[] = [
  ['deletes a managed provider', 'iam:DeleteOpenIDConnectProvider', managed],
  ['adds an audience', 'iam:AddClientIDToOpenIDConnectProvider', managed],
  ['removes an audience', 'iam:RemoveClientIDFromOpenIDConnectProvider', managed],
  ['changes the thumbprint', 'iam:UpdateOpenIDConnectProviderThumbprint', managed],
  ['tags a managed provider', 'iam:TagOpenIDConnectProvider', managed],
  ['untags a managed provider', 'iam:UntagOpenIDConnectProvider', managed],
  ['creates a provider that is not listed', 'iam:CreateOpenIDConnectProvider', github],
  [
    'creates a provider for another tenant',
    'iam:CreateOpenIDConnectProvider',
    iam('oidc-provider/sts.windows.net/other/'),
  ],
  [
    'creates a provider whose path looks like a listed host',
    'iam:CreateOpenIDConnectProvider',
    iam('oidc-provider/oidc.eks.example.org/x.amazonaws.com/id/A'),
  ],
  ['makes a role of an exempted name', 'iam:CreateRole', iam(`role/${names.accessRole}`)],
  ['makes a role of the name of those of StackSets', 'iam:CreateRole', iam('role/stacksets-exec-mine')],
  ['makes such a role in a path', 'iam:CreateRole', iam('role/stacksets-exec-mine/evil')],
  ["opens Control Tower's role", 'iam:UpdateAssumeRolePolicy', iam('role/AWSControlTowerExecution')],
  ['makes a role of the name of a deployment role', 'iam:CreateRole', iam('role/platform-mine')],
  ['opens a deployment role', 'iam:UpdateAssumeRolePolicy', iam('role/platform-deployer')],
  ['deletes the access role', 'iam:DeleteRole', iam(`role/${names.accessRole}`)],
  ['opens the access role', 'iam:UpdateAssumeRolePolicy', iam(`role/${names.accessRole}`)],
  ['gives the access role a policy', 'iam:PutRolePolicy', iam(`role/${names.accessRole}`)],
  ['takes its policy', 'iam:DeleteRolePolicy', iam(`role/${names.accessRole}`)],
  ['bounds it', 'iam:PutRolePermissionsBoundary', iam(`role/${names.accessRole}`)],
  ['unbounds it', 'iam:DeleteRolePermissionsBoundary', iam(`role/${names.accessRole}`)],
  ['attaches a policy to the forwarding role', 'iam:AttachRolePolicy', iam(`role/${names.forwardingRole}`)],
  ['changes the session length', 'iam:UpdateRole', iam(`role/${names.accessRole}`)],
  ['makes the policy of revocations beforehand', 'iam:CreatePolicy', revoked],
  ['writes another policy of revocations', 'iam:CreatePolicyVersion', revoked],
  ['goes back to another version', 'iam:SetDefaultPolicyVersion', revoked],
  ['deletes the policy of revocations', 'iam:DeletePolicy', revoked],
  ['deletes the rule', 'events:DeleteRule', rule],
  ['disables the rule', 'events:DisableRule', rule],
  ['writes the rule', 'events:PutRule', rule],
  ['sends its events elsewhere', 'events:PutTargets', rule],
  ['takes its target', 'events:RemoveTargets', rule],
  ['writes the tag', 'iam:TagRole', role, tags('team', statusTag)],
  ['writes the tag in another case', 'iam:TagRole', role, tags(statusTag.toUpperCase())],
  ['removes the tag', 'iam:UntagRole', role, tags(statusTag)],
  ['brings revoked sessions back', 'iam:DetachRolePolicy', role, detaching(revoked)],
];

const free: readonly Call[] = [
  ['reads a managed provider', 'iam:GetOpenIDConnectProvider', managed],
  ['alters a provider that is not managed', 'iam:AddClientIDToOpenIDConnectProvider', github],
  ['deletes a provider that is not managed', 'iam:DeleteOpenIDConnectProvider', github],
  ['creates a managed provider', 'iam:CreateOpenIDConnectProvider', managed],
  [
    'creates a listed provider',
    'iam:CreateOpenIDConnectProvider',
    iam('oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A'),
  ],
  ['creates a SAML provider', 'iam:CreateSAMLProvider', iam('saml-provider/idp')],
  ['creates a role', 'iam:CreateRole', role],
  ['edits the trust policy of a role', 'iam:UpdateAssumeRolePolicy', role],
  ['tags a role', 'iam:TagRole', role, tags('team')],
  ['untags a role', 'iam:UntagRole', role, tags('team')],
  ['detaches another policy', 'iam:DetachRolePolicy', role, detaching('arn:aws:iam::aws:policy/ReadOnlyAccess')],
  ['attaches the policy of revocations', 'iam:AttachRolePolicy', role, detaching(revoked)],
  ['reads a role of the factory', 'iam:GetRole', iam(`role/${names.accessRole}`)],
  ['makes a policy', 'iam:CreatePolicy', iam('policy/mine')],
  ['writes a rule', 'events:PutRule', `arn:aws:events:us-east-1:${account}:rule/mine`],
];

/** The calls with a context each. */
const whole = (calls: readonly Call[]) =>
  calls.map(([what, action, resource, context = {}]) => [what, action, resource, context] as const);

describe('the service control policy', () => {
  it.each(whole(kept))('denies a stranger who %s', (_what, action, resource, context) => {
    expect(ask(stranger, action, resource, context)).toBe('denied');
  });

  it.each(whole(free))('leaves alone a stranger who %s', (_what, action, resource, context) => {
    expect(ask(stranger, action, resource, context)).toBe('allowed');
  });

  describe.each([
    ['the factory', iam(`role/${names.accessRole}`)],
    ['StackSets of Control Tower', iam('role/AWSControlTowerExecution')],
    ['StackSets with trusted access', iam('role/stacksets-exec-0123456789abcdef')],
    ['a service', iam('role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS')],
    ['a deployment role', iam('role/platform-deployer')],
  ])('%s', (_who, principal) => {
    it.each(whole([...kept, ...free]))('is let do what %s', (_what, action, resource, context) => {
      expect(ask(principal, action, resource, context)).toBe('allowed');
    });
  });

  it.each([
    ['a user', iam('user/admin')],
    ['root', iam('root')],
    ['a role with the name of an exempted one, in a path of its own', iam(`role/mine/${names.accessRole}`)],
    ['a role whose name ends as an exempted one', iam(`role/my-${names.accessRole}`)],
    ['a user with the name of an exempted role', iam(`user/${names.accessRole}`)],
    ['another role of the factory', iam(`role/${names.forwardingRole}`)],
  ])('takes %s for a stranger', (_what, principal) => {
    expect(ask(principal, 'iam:DeleteOpenIDConnectProvider', managed)).toBe('denied');
  });

  it('exempts no deployment role that is not named', () => {
    const plain = documentWith(scp);
    const request = {
      action: 'iam:DeleteOpenIDConnectProvider',
      resource: managed,
      context: { 'aws:principalarn': [iam('role/platform-deployer')] },
    };
    expect(evaluateIdentityPolicies([everything, plain], request).decision).toBe('denied');
  });

  it('names everything in the partition of the organization', () => {
    const text = JSON.stringify(
      documentWith(
        scp,
        ['partition: aws', 'partition: aws-us-gov'],
        ['homeRegion: eu-west-1', 'homeRegion: us-gov-west-1'],
        ['cloud: public', 'cloud: usgovernment'],
      ),
    );
    const arns = text.match(/arn:[^:]+:/g);
    expect(new Set(arns)).toEqual(new Set(['arn:aws-us-gov:']));
  });

  it('has only statements that deny, with an exemption in each', () => {
    const { Statement: statements } = policy as { Statement: { Sid: string; Effect: string; Condition: object }[] };
    expect(statements.length).toBeGreaterThan(0);
    for (const { Sid: sid, Effect: effect, Condition: condition } of statements) {
      expect({ sid, effect, keys: Object.keys(condition) }).toEqual({
        sid: expect.stringMatching(/^OidcFactory[A-Za-z]+$/) as string,
        effect: 'Deny',
        keys: expect.arrayContaining(['ArnNotLike']) as string[],
      });
    }
  });
});
