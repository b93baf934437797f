import { AwsError } from '../../../simulation/errors';
import { checkTrustPolicy } from '../../../simulation/iam/trust-document';

const trust = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((change) => ({
      Effect: 'Allow',
      Principal: { AWS: '444444444444' },
      Action: 'sts:AssumeRole',
      ...change,
    })),
  });
const lab = (Condition?: object, Effect = 'Allow'): object => ({
  Effect,
  Principal: { Federated: 'arn:aws:iam::444444444444:oidc-provider/gitlab.com' },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
});
const refusal = (document: string): string | undefined => {
  try {
    checkTrustPolicy(document);
    return undefined;
  } catch (error) {
    return error instanceof AwsError ? error.code : 'another error';
  }
};

describe('checkTrustPolicy', () => {
  it.each<readonly [string, string]>([
    ['an account', trust({})],
    ['every action', trust({ Action: '*' })],
    ['an action in another case', trust({ Action: ['STS:AssumeRole', 'sts:*'] })],
    [
      'a public issuer whose subject is compared',
      trust(lab({ StringLike: { 'gitlab.com:sub': 'project_path:acme/*' } })),
    ],
    ['a public issuer that is denied', trust({}, lab(undefined, 'Deny'))],
  ])('takes %s', (_what, document) => {
    expect(refusal(document)).toBeUndefined();
  });

  it.each<readonly [string, string]>([
    ['what is no JSON', '{'],
    ['a resource', trust({ Resource: '*' })],
    ['everybody but some', trust({ Principal: undefined, NotPrincipal: { AWS: '1' } })],
    ['nobody', trust({ Principal: {} })],
    ['other actions', trust({ Action: ['sts:AssumeRole', 'iam:GetRole'] })],
    ['a public issuer without a condition', trust(lab())],
    ['a public issuer beside a good statement', trust({}, lab({ StringEquals: { 'gitlab.com:aud': 'x' } }))],
    ['a public issuer whose subject is nothing but a wildcard', trust(lab({ StringLike: { 'gitlab.com:sub': '*' } }))],
  ])('refuses %s', (_what, document) => {
    expect(refusal(document)).toBe('MalformedPolicyDocument');
  });
});
