import { evaluateIdentityPolicies, evaluateResourcePolicy } from '../../../simulation/iam';

const role = 'arn:aws:iam::444444444444:role/ci/web-deployer';
const request = {
  action: 'iam:GetRole',
  resource: role,
  context: { 'aws:principalorgid': ['o-1'], 'aws:principalaccount': ['444444444444'] },
};
const allow = (statement: object) => ({ Effect: 'Allow', Action: 'iam:GetRole', Resource: '*', ...statement });
const deny = (statement: object) => ({ ...allow(statement), Effect: 'Deny' });

describe('evaluateIdentityPolicies', () => {
  it.each<readonly [string, readonly object[], boolean]>([
    ['nothing', [], false],
    ['the very action', [allow({})], true],
    ['the action in another case', [allow({ Action: 'IAM:getrole' })], true],
    ['an action by wildcard', [allow({ Action: 'iam:Get*' })], true],
    ['an action with a question mark', [allow({ Action: 'iam:GetRol?' })], true],
    ['one of several actions', [allow({ Action: ['iam:ListRoles', 'iam:GetRole'] })], true],
    ['another action', [allow({ Action: 'iam:GetRolePolicy' })], false],
    ['NotAction of another', [allow({ Action: undefined, NotAction: 'iam:DeleteRole' })].map(dropUndefined), true],
    ['NotAction of this one', [allow({ Action: undefined, NotAction: 'iam:Get*' })].map(dropUndefined), false],
    ['the very resource', [allow({ Resource: role })], true],
    ['a resource by wildcard, which crosses slashes', [allow({ Resource: 'arn:aws:iam::*:role/*-deployer' })], true],
    ['a resource in another case', [allow({ Resource: role.toUpperCase() })], false],
    ['another resource', [allow({ Resource: `${role}-2` })], false],
    [
      'NotResource of another',
      [dropUndefined(allow({ Resource: undefined, NotResource: 'arn:aws:iam::*:user/*' }))],
      true,
    ],
    [
      'NotResource of this one',
      [dropUndefined(allow({ Resource: undefined, NotResource: 'arn:aws:iam::*:role/*' }))],
      false,
    ],
    ['a variable in the resource', [allow({ Resource: 'arn:aws:iam::${aws:PrincipalAccount}:role/*' })], true],
    ['a variable without a value', [allow({ Resource: 'arn:aws:iam::${aws:Nothing}:role/*' })], false],
    ['a condition that holds', [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })], true],
    ['a condition that does not', [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-2' } } })], false],
    [
      'a condition on a key that is absent',
      [allow({ Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-1' } } })],
      false,
    ],
    ['an operator that nobody knows', [allow({ Condition: { StringAlike: { 'aws:PrincipalOrgID': 'o-1' } } })], false],
    ['Deny beside Allow', [allow({}), deny({})], false],
    ['Deny of another resource', [allow({}), deny({ Resource: 'arn:aws:iam::*:role/oidc-factory-*' })], true],
    [
      'Deny whose condition does not hold',
      [allow({}), deny({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-2' } } })],
      true,
    ],
    [
      'Deny whose operator nobody knows',
      [allow({}), deny({ Condition: { StringAlike: { 'aws:PrincipalOrgID': 'o-2' } } })],
      false,
    ],
  ])('%s', (_what, statements, allowed) => {
    expect(evaluateIdentityPolicies([{ Statement: statements }], request).decision).toBe(
      allowed ? 'allowed' : 'denied',
    );
    expect(
      evaluateIdentityPolicies(
        statements.map((one) => ({ Statement: one })),
        request,
      ).decision,
    ).toBe(allowed ? 'allowed' : 'denied');
  });

  it('names the condition that refused', () => {
    const statement = allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-2' } } });
    expect(evaluateIdentityPolicies([{ Statement: [statement] }], request)).toMatchObject({
      because: 'StringEquals aws:PrincipalOrgID wants o-2; the request has o-1.',
    });
  });

  it('an action that knows no resource needs the whole wildcard', () => {
    const list = { ...request, action: 'iam:ListRoles', resource: '*' };
    const withResource = (Resource: string) =>
      evaluateIdentityPolicies([{ Statement: [allow({ Action: 'iam:ListRoles', Resource })] }], list);
    expect(withResource('arn:aws:iam::*:role/*').decision).toBe('denied');
    expect(withResource('*').decision).toBe('allowed');
  });
});

describe('evaluateResourcePolicy', () => {
  const principal = { kind: 'aws', account: '444444444444', arn: role } as const;
  it.each<readonly [string, object, boolean]>([
    ['everybody', { Principal: '*' }, true],
    ['every AWS principal', { Principal: { AWS: '*' } }, true],
    ['the account', { Principal: { AWS: '444444444444' } }, true],
    ['the account by its ARN', { Principal: { AWS: 'arn:aws:iam::444444444444:root' } }, true],
    ['the role', { Principal: { AWS: ['x', role] } }, true],
    ['another account', { Principal: { AWS: '555555555555' } }, false],
    ['a service', { Principal: { Service: 'events.amazonaws.com' } }, false],
    ['everybody but the account', { NotPrincipal: { AWS: '444444444444' } }, false],
  ])('%s', (_what, statement, allowed) => {
    const policy = { Statement: [{ ...allow({}), ...statement }] };
    expect(evaluateResourcePolicy(policy, principal, request).decision).toBe(allowed ? 'allowed' : 'denied');
  });

  it('a policy that is not there allows nobody', () => {
    expect(evaluateResourcePolicy(undefined, principal, request).decision).toBe('denied');
  });
});

function dropUndefined(statement: object): object {
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
}
