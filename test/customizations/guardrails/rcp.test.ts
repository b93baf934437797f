import { evaluateResourcePolicy } from '../../../simulation/iam';
import { documentWith, rcp } from './support';

const account = '444444444444';
const tenant = 'sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab';
const everything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const policy = documentWith(
  `${rcp}, alsoAllow: ['oidc.eks.*.amazonaws.com/id/*', cognito-identity.amazonaws.com, '*.idp.example.com']`,
) as { Statement: object[] };

/** What becomes of a call on a role whose own policies allow everything. */
const ask = (action: string, context: Readonly<Record<string, readonly string[]>>): string =>
  evaluateResourcePolicy(
    { Statement: [everything, ...policy.Statement] },
    { kind: 'aws', account, arn: `arn:aws:iam::${account}:role/x` },
    { action, resource: `arn:aws:iam::${account}:role/web-deployer`, context },
  ).decision;
const signIn = (provider: string): string =>
  ask('sts:AssumeRoleWithWebIdentity', { 'aws:federatedprovider': [provider] });
const arnOf = (issuer: string): string => `arn:aws:iam::${account}:oidc-provider/${issuer}`;

describe('the resource control policy', () => {
  it.each<readonly [what: string, issuer: string, decision: string]>([
    ['a managed issuer', `${tenant}/`, 'allowed'],
    ['a managed issuer without its slash', tenant, 'allowed'],
    ['another tenant', 'sts.windows.net/8a7b6c5d-0000-4000-8000-999999999999/', 'denied'],
    ['a host whose path is a managed issuer', `example.org/${tenant}/`, 'denied'],
    ['a host whose path looks like the provider of a managed issuer', `example.org/:oidc-provider/${tenant}/`, 'denied'],
    ['a cluster', 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', 'allowed'],
    ['a host whose path completes the pattern', 'oidc.eks.example.org/x.amazonaws.com/id/A', 'denied'],
    ['Cognito', 'cognito-identity.amazonaws.com', 'allowed'],
    ['a listed host', 'one.idp.example.com', 'allowed'],
    ['a host whose path ends as a listed host', 'example.org/one.idp.example.com', 'denied'],
    ['an issuer that is not listed', 'token.actions.githubusercontent.com', 'denied'],
  ])('%s, in either form of the key', (_what, issuer, decision) => {
    expect([signIn(issuer), signIn(arnOf(issuer))]).toEqual([decision, decision]);
  });

  it.each<readonly [what: string, action: string, context: Readonly<Record<string, readonly string[]>>]>([
    ['a sign-in without the key', 'sts:AssumeRoleWithWebIdentity', {}],
    ['a session of another issuer that assumes a role', 'sts:AssumeRole', { 'aws:federatedprovider': ['example.org'] }],
    ['a sign-in by SAML', 'sts:AssumeRoleWithSAML', { 'aws:federatedprovider': [`arn:aws:iam::${account}:saml-provider/a`] }],
  ])('leaves %s alone', (_what, action, context) => {
    expect(ask(action, context)).toBe('allowed');
  });

  it('is what AWS Organizations takes: it denies, to all, one call of one service', () => {
    for (const statement of policy.Statement) {
      expect(statement).toMatchObject({
        Sid: expect.stringMatching(/^OidcFactory[A-Za-z]+$/) as string,
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Resource: '*',
      });
    }
  });

  it('names providers in the partition of the organization', () => {
    const text = JSON.stringify(
      documentWith(
        rcp,
        ['partition: aws', 'partition: aws-us-gov'],
        ['homeRegion: eu-west-1', 'homeRegion: us-gov-west-1'],
        ['cloud: public', 'cloud: usgovernment'],
      ),
    );
    expect(new Set(text.match(/arn:[^:]+:/g))).toEqual(new Set(['arn:aws-us-gov:']));
  });
});
