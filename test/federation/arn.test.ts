import { accountPrincipalArn, oidcProviderArn, parseArn, roleArn } from '../../federation/arn';
import { entraIssuer, hostAndPathOf, sameIssuer, tokenExchangeAudience } from '../../federation/issuer';
import { account, host, provider, tenant } from './support/cases';

describe('ARNs', () => {
  it('are written as IAM writes them', () => {
    expect(roleArn('aws', account, '/', 'web')).toBe(`arn:aws:iam::${account}:role/web`);
    expect(roleArn('aws-cn', account, '/ci/', 'web')).toBe(`arn:aws-cn:iam::${account}:role/ci/web`);
    expect(oidcProviderArn('aws', account, host)).toBe(provider.arn);
    expect(accountPrincipalArn('aws', account)).toBe(`arn:aws:iam::${account}:root`);
  });

  it.each<readonly [string, string | undefined]>([
    ['arn:aws:iam::1:role/a:b', 'role/a:b'],
    ['arn:aws:iam:::root', 'root'],
    ['arn:aws:iam::1:', undefined],
    ['arn:aws:iam::1', undefined],
    ['ARN:aws:iam::1:x', undefined],
    [' arn:aws:iam::1:x', undefined],
    ['arn::iam::1:x', undefined],
    ['', undefined],
  ])('%j is about %s', (text, resource) => {
    expect(parseArn(text)?.resource).toBe(resource);
  });
});

describe('issuers', () => {
  it('of a tenant end with a slash, which stays', () => {
    expect(entraIssuer('public', tenant)).toBe(`https://${host}`);
    expect(entraIssuer('china', tenant)).toBe(`https://sts.chinacloudapi.cn/${tenant}/`);
    expect(hostAndPathOf(entraIssuer('public', tenant))).toBe(host);
  });

  it('want an audience of their own cloud', () => {
    const audiences = (['public', 'usgovernment', 'china'] as const).map(tokenExchangeAudience);
    expect(new Set(audiences).size).toBe(3);
  });

  it.each<readonly [string, string, boolean]>([
    ['a/b/', 'a/b', true],
    ['a/b', 'a/b', true],
    ['a/b//', 'a/b', false],
    ['a/b', 'a/bc', false],
    ['a/B', 'a/b', false],
    ['https://a/b', 'a/b', false],
  ])('%s and %s are the same: %s', (one, other, expected) => {
    expect(sameIssuer(one, other)).toBe(expected);
    expect(sameIssuer(other, one)).toBe(expected);
  });
});
