import { parseTrustPolicy } from '../../../federation/trust/document';
import { isClaimKey, managedStatements, pinsText } from '../../../federation/trust/managed-statements';
import {
  account,
  audience,
  document,
  host,
  placeholder,
  provider,
  statement,
  withCondition,
  type Json,
} from '../support/cases';

const find = (...statements: readonly Json[]) => {
  const policy = parseTrustPolicy(document(...statements));
  return managedStatements(policy!, provider, [placeholder, audience]);
};

const aud = `${host}:aud`;
const bare = host.slice(0, -1);
const without = { Principal: undefined };

describe('which statements are the provider’s', () => {
  it.each<readonly [string, Json, boolean]>([
    ['the console’s own', {}, true],
    [
      'one of several providers',
      { Principal: { Federated: ['arn:aws:iam::444444444444:saml-provider/x', provider.arn] } },
      true,
    ],
    ['without the slash at the end', { Principal: { Federated: provider.arn.slice(0, -1) } }, true],
    ['without the account', { Principal: { Federated: provider.arn.replace(account, '') } }, true],
    ['that of another account', { Principal: { Federated: provider.arn.replace(account, '555555555555') } }, false],
    ['in another case', { Principal: { Federated: provider.arn.replace(host, host.toUpperCase()) } }, true],
    ['that of another partition', { Principal: { Federated: provider.arn.replace('aws', 'aws-cn') } }, false],
    [
      'another issuer',
      { Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` } },
      false,
    ],
    ['a longer issuer', { Principal: { Federated: `${provider.arn}v2.0` } }, false],
    ['an issuer by its host', { Principal: { Federated: host } }, false],
    ['everybody', { Principal: '*' }, true],
    ['every AWS principal', { Principal: { AWS: ['*'] } }, true],
    ['every federated principal', { Principal: { Federated: '*' } }, true],
    ['everybody but others', { ...without, NotPrincipal: { AWS: account } }, true],
    ['everybody but the provider', { ...without, NotPrincipal: { Federated: [provider.arn] } }, false],
    ['everybody but a provider that it is not quite', { ...without, NotPrincipal: { Federated: bare } }, true],
    ['nobody at all', { ...without, NotPrincipal: '*' }, false],
    ['an account', { Principal: { AWS: account }, Action: 'sts:AssumeRole' }, false],
    ['a Deny', { Effect: 'Deny' }, false],
    ['another action', { Action: 'sts:AssumeRole' }, false],
    ['tags only', { Action: 'sts:TagSession' }, false],
    ['tags too', { Action: ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'] }, true],
    ['the action in another case', { Action: 'STS:assumerolewithwebidentity' }, true],
    ['the action by wildcard', { Action: 'sts:*Web*' }, true],
    ['every action but another', { Action: undefined, NotAction: 'sts:AssumeRole' }, true],
    ['every action but this', { Action: undefined, NotAction: 'sts:*' }, false],
  ])('%s', (_what, change, expected) => {
    expect(find(statement(change))).toHaveLength(expected ? 1 : 0);
  });

  it('names them by their index', () => {
    expect(find(statement({ Effect: 'Deny' }), statement(), statement()).map(({ index }) => index)).toEqual([1, 2]);
  });
});

describe('which of them are the factory’s', () => {
  it.each<readonly [string, Json]>([
    ['the placeholder', statement()],
    ['an audience of this role', withCondition({ StringEquals: { [aud]: audience } })],
    ['both', withCondition({ StringEquals: { [aud]: [placeholder, audience] } })],
    ['the key without its slash', withCondition({ StringEquals: { [`${bare}:aud`]: placeholder } })],
    ['the key in another case', withCondition({ StringEquals: { [aud.toUpperCase()]: placeholder } })],
    ['the operator in another case', withCondition({ stringequals: { [aud]: placeholder } })],
    ['StringLike without a wildcard', withCondition({ StringLike: { [aud]: placeholder } })],
    ['StringEqualsIfExists', withCondition({ StringEqualsIfExists: { [aud]: placeholder } })],
    ['ForAllValues', withCondition({ 'ForAllValues:StringEquals': { [aud]: [placeholder] } })],
    ['ForAnyValue', withCondition({ 'ForAnyValue:StringLike': { [aud]: [placeholder] } })],
    ['a subject beside it', withCondition({ StringEquals: { [aud]: placeholder, [`${host}:sub`]: 'x' } })],
    ['the provider twice', statement({ Principal: { Federated: [provider.arn, provider.arn.slice(0, -1)] } })],
    ['nobody else', statement({ Principal: { Federated: provider.arn, AWS: [] } })],
  ])('%s', (_what, one) => {
    expect(find(one)).toMatchObject([{ foreignBecause: [] }]);
  });

  it.each<readonly [string, Json, string]>([
    [
      'an account beside it',
      statement({ Principal: { Federated: provider.arn, AWS: account } }),
      'trust-statement-shared',
    ],
    [
      'another provider beside it',
      statement({ Principal: { Federated: [provider.arn, 'arn:aws:iam::444444444444:saml-provider/x'] } }),
      'trust-statement-shared',
    ],
    ['everybody', statement({ Principal: '*' }), 'trust-statement-shared'],
    ['every AWS principal', statement({ Principal: { AWS: '*' } }), 'trust-statement-shared'],
    ['every federated principal', statement({ Principal: { Federated: ['*'] } }), 'trust-statement-shared'],
    ['everybody but others', statement({ ...without, NotPrincipal: { AWS: account } }), 'trust-statement-shared'],
    ['no condition', statement({ Condition: undefined }), 'trust-audience-missing'],
    ['an empty condition', withCondition({}), 'trust-audience-missing'],
    ['a subject only', withCondition({ StringEquals: { [`${host}:sub`]: 'x' } }), 'trust-audience-missing'],
    [
      'an audience of another issuer',
      withCondition({ StringEquals: { 'x.example/:aud': placeholder } }),
      'trust-audience-missing',
    ],
    ['an empty list', withCondition({ StringEquals: { [aud]: [] } }), 'trust-audience-missing'],
    ['a negated operator', withCondition({ StringNotEquals: { [aud]: placeholder } }), 'trust-audience-missing'],
    ['a check for being there', withCondition({ Null: { [aud]: 'false' } }), 'trust-audience-missing'],
    ['another audience', withCondition({ StringEquals: { [aud]: 'sts.amazonaws.com' } }), 'trust-statement-foreign'],
    [
      'another audience beside ours',
      withCondition({ StringEquals: { [aud]: [placeholder, 'x'] } }),
      'trust-statement-foreign',
    ],
    ['a wildcard', withCondition({ StringLike: { [aud]: '*' } }), 'trust-statement-foreign'],
    ['a wildcard beside ours', withCondition({ StringLike: { [aud]: [placeholder, '*'] } }), 'trust-statement-foreign'],
    [
      'a pattern that matches ours',
      withCondition({ StringLike: { [aud]: 'oidc-factory-*' } }),
      'trust-statement-foreign',
    ],
    [
      'ours under one operator, a wildcard under another',
      withCondition({ StringEquals: { [aud]: placeholder }, StringLikeIfExists: { [aud]: '*' } }),
      'trust-statement-foreign',
    ],
    [
      'ours in another case',
      withCondition({ StringEqualsIgnoreCase: { [aud]: placeholder.toUpperCase() } }),
      'trust-statement-foreign',
    ],
    ['a policy variable', withCondition({ StringEquals: { [aud]: `\${${aud}}` } }), 'trust-statement-foreign'],
  ])('not with %s', (_what, one, code) => {
    expect(find(one).flatMap(({ foreignBecause }) => foreignBecause.map((reason) => reason.code))).toEqual([code]);
  });
});

describe('isClaimKey', () => {
  it.each<readonly [string, boolean]>([
    [`${host}:aud`, true],
    [`${bare}:aud`, true],
    [`${host}:AUD`, true],
    [`${host}:sub`, false],
    [`${host}:audience`, false],
    [`${host}x:aud`, false],
    [`${bare}//:aud`, false],
    ['aud', false],
    [':aud', false],
    ['', false],
  ])('%s: %s', (key, expected) => {
    expect(isClaimKey(key, provider, 'aud')).toBe(expected);
  });
});

describe('pinsText', () => {
  it.each<readonly [string, boolean]>([
    ['StringEquals', true],
    ['stringlike', true],
    ['StringEqualsIgnoreCaseIfExists', true],
    ['ForAllValues:StringLikeIfExists', true],
    ['ForAnyValue:StringEquals', true],
    ['StringNotEquals', false],
    ['ForAnyValue:StringNotLike', false],
    ['Null', false],
    ['ArnLike', false],
  ])('%s: %s', (operator, expected) => {
    expect(pinsText(operator)).toBe(expected);
  });
});
