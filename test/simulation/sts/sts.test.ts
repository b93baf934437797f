import { createLocalJWKSet, jwtVerify } from 'jose';
import { administrator, roleSession } from '../../../simulation/iam';
import { outboundIssuerUrl } from '../../../simulation/sts';
import { codeOf, addRole, bareCloud, factory, member } from '../support';

const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::*:role/access` };
const trusts = (principal: object, condition?: object) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: principal,
  ...(condition && { Condition: condition }),
});
const accessArn = `arn:aws:iam::${member}:role/access`;
const callerArn = `arn:aws:iam::${factory}:role/caller`;
const whole = { AWS: `arn:aws:iam::${factory}:root` };

describe('AssumeRole', () => {
  it.each<readonly [string, readonly object[], object, boolean]>([
    ['the account is trusted and the caller allowed', [assume], trusts(whole), true],
    ['the caller is trusted by its ARN', [assume], trusts({ AWS: callerArn }), true],
    ['the condition names the caller', [assume], trusts(whole, { ArnEquals: { 'aws:PrincipalArn': callerArn } }), true],
    [
      'the organization is right',
      [assume],
      trusts(whole, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
      true,
    ],
    ['the caller is not allowed', [], trusts(whole), false],
    ['the caller may assume others only', [{ ...assume, Resource: 'arn:aws:iam::*:role/other' }], trusts(whole), false],
    ['another account is trusted', [assume], trusts({ AWS: 'arn:aws:iam::999999999999:root' }), false],
    [
      'the condition names another role',
      [assume],
      trusts(whole, { ArnEquals: { 'aws:PrincipalArn': `${callerArn}-2` } }),
      false,
    ],
    [
      'the organization is another',
      [assume],
      trusts(whole, { StringEquals: { 'aws:PrincipalOrgID': 'o-other' } }),
      false,
    ],
    [
      'the resource is of another organization',
      [{ ...assume, Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-other' } } }],
      trusts(whole),
      false,
    ],
  ])('%s', (_what, allowed, trust, expected) => {
    const { cloud, sts } = bareCloud();
    addRole(cloud, factory, 'caller', [], allowed);
    addRole(cloud, member, 'access', [trust]);
    const call = () => sts.assumeRole(roleSession(callerArn, 'caller'), accessArn, 'session');
    if (expected) expect(call()).toMatchObject({ arn: accessArn, account: member });
    else expect(codeOf(call)).toBe('AccessDenied');
  });

  it.each([accessArn, 'arn:aws:iam::999999999999:role/access'])(
    'a role that is not there is a denied one: %s',
    (arn) => {
      const { cloud, sts } = bareCloud();
      addRole(cloud, factory, 'caller', [], [assume]);
      expect(codeOf(() => sts.assumeRole(roleSession(callerArn, 'c'), arn, 's'))).toBe('AccessDenied');
    },
  );

  it('an administrator of one account is nobody in another', () => {
    const { cloud, sts } = bareCloud();
    addRole(cloud, member, 'access', [trusts(whole, { ArnEquals: { 'aws:PrincipalArn': callerArn } })]);
    expect(codeOf(() => sts.assumeRole(administrator('aws', factory), accessArn, 's'))).toBe('AccessDenied');
  });
});

describe('GetWebIdentityToken', () => {
  const allow = (condition?: object) => ({
    Effect: 'Allow',
    Action: 'sts:GetWebIdentityToken',
    Resource: '*',
    ...(condition && { Condition: condition }),
  });
  const audience = ['api://AzureADTokenExchange'];
  const ask = (statement: object, overrides: object = {}) => {
    const bare = bareCloud();
    addRole(bare.cloud, factory, 'caller', [], [statement]);
    const token = bare.sts.getWebIdentityToken(roleSession(callerArn, 'c'), {
      audience,
      signingAlgorithm: 'RS256',
      ...overrides,
    });
    return { ...bare, token };
  };

  it('says who the caller is, and can be verified by the issuer that the account has', async () => {
    const { token, world, clock } = ask(allow());
    const keys = await world.issuers.get(outboundIssuerUrl(factory))?.jwks();
    const { payload } = await jwtVerify(await token, createLocalJWKSet(keys!), { currentDate: clock.now() });
    expect(payload).toMatchObject({
      iss: outboundIssuerUrl(factory),
      sub: callerArn,
      aud: audience[0],
      exp: clock.epochSeconds() + 300,
    });
    expect(payload.iss).toMatch(/^https:\/\/[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws$/);
  });

  it.each<readonly [string, object, object]>([
    ['a caller that is not allowed', { ...allow(), Action: 'sts:AssumeRole' }, {}],
    [
      'another audience than the policy allows',
      allow({ 'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': audience } }),
      { audience: ['api://other'] },
    ],
    ['another algorithm than the policy allows', allow({ StringEquals: { 'sts:SigningAlgorithm': 'ES384' } }), {}],
    [
      'a longer life than the policy allows',
      allow({ NumericLessThanEquals: { 'sts:DurationSeconds': '300' } }),
      { durationSeconds: 301 },
    ],
  ])('denies %s', async (_what, statement, overrides) => {
    await expect(ask(statement, overrides).token).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it.each([59, 3601])('refuses a life of %d s', async (durationSeconds) => {
    await expect(ask(allow(), { durationSeconds }).token).rejects.toMatchObject({ code: 'ValidationError' });
  });
});
