import { SignJWT, type JWTPayload } from 'jose';
import { administrator } from '../../../simulation/iam';
import { LocalIssuer } from '../../../simulation/issuers';
import type { WebIdentityCheck } from '../../../simulation/sts';
import { VirtualClock } from '../../../simulation/clock';
import { bareCloud, member } from '../support';

const url = 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
const host = url.replace('https://', '');
const roleArn = `arn:aws:iam::${member}:role/ci/web-deployer`;
const claims = { aud: 'client', sub: 'caller' };

// Keys take long to make, so the issuers are shared.
const clock = new VirtualClock();
const issuer = new LocalIssuer(url, clock);
const impostor = new LocalIssuer(url, clock);

const setUp = () => {
  const bare = bareCloud(clock);
  bare.world.issuers.register(url, issuer);
  const admin = bare.iam(administrator('aws', member));
  admin.createOpenIdConnectProvider(url, ['client', 'placeholder'], []);
  const trust = (condition: object, extra: readonly object[] = []): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::${member}:oidc-provider/${host}` },
          Condition: condition,
        },
        ...extra,
      ],
    });
  admin.createRole({
    roleName: 'web-deployer',
    path: '/ci/',
    trustPolicy: trust({ StringEquals: { [`${host}:aud`]: 'client', [`${host}:sub`]: 'caller' } }),
  });
  const exchange = (webIdentityToken: string, overrides: object = {}) =>
    bare.sts.assumeRoleWithWebIdentity({ roleArn, webIdentityToken, roleSessionName: 'test', ...overrides });
  return { ...bare, issuer, admin, trust, exchange };
};

type World = ReturnType<typeof setUp>;

describe('AssumeRoleWithWebIdentity', () => {
  it('grants credentials that end when the session does', async () => {
    const { issuer, exchange, clock } = setUp();
    const answer = await exchange(await issuer.sign(claims, 300));
    expect(answer).toMatchObject({ decision: 'granted', audience: 'client', subject: 'caller', statement: 0 });
    const expiration = answer.decision === 'granted' ? answer.credentials.expiration.getTime() : 0;
    expect(expiration - clock.now().getTime()).toBe(3600 * 1000);
  });

  it.each<readonly [string, (world: World) => Promise<string> | string, WebIdentityCheck]>([
    ['text that is no token', () => 'no.token', 'token'],
    ['a token without an issuer', () => unsigned({ sub: 'caller', aud: 'client' }), 'token'],
    [
      'a token of an issuer that the account has no provider for',
      () => issuer.sign({ ...claims, iss: 'https://other.example/' }, 300),
      'provider',
    ],
    [
      'the issuer without its slash',
      ({ issuer }) => issuer.sign({ ...claims, iss: url.slice(0, -1) }, 300),
      'provider',
    ],
    ['a token that somebody else signed', () => impostor.sign(claims, 300), 'signature'],
    [
      'a token that was changed',
      async ({ issuer }) => withClaims(await issuer.sign(claims, 300), { sub: 'somebody' }),
      'signature',
    ],
    [
      'a token without a signature',
      () => unsigned({ ...claims, iss: url, exp: clock.epochSeconds() + 300 }),
      'signature',
    ],
    [
      'a token signed with a shared secret',
      () => withSecret({ ...claims, iss: url, exp: clock.epochSeconds() + 300, iat: clock.epochSeconds() }),
      'signature',
    ],
    ['a token that has expired', ({ issuer }) => issuer.sign(claims, -1), 'expiry'],
    ['a token that expires at this second', ({ issuer }) => issuer.sign(claims, 0), 'expiry'],
    [
      'a token that is not valid yet',
      ({ issuer }) => issuer.sign({ ...claims, nbf: clock.epochSeconds() + 60 }, 300),
      'expiry',
    ],
    ['a token without a subject', ({ issuer }) => issuer.sign({ aud: 'client' }, 300), 'token'],
    ['a token without an audience', ({ issuer }) => issuer.sign({ sub: 'caller' }, 300), 'token'],
    [
      'an audience that the provider does not have',
      ({ issuer }) => issuer.sign({ ...claims, aud: 'other' }, 300),
      'audience',
    ],
    ['an audience in another case', ({ issuer }) => issuer.sign({ ...claims, aud: 'CLIENT' }, 300), 'audience'],
    [
      'an authorized party that is no audience',
      ({ issuer }) => issuer.sign({ ...claims, azp: 'other' }, 300),
      'audience',
    ],
    ['another audience of the provider', ({ issuer }) => issuer.sign({ ...claims, aud: 'placeholder' }, 300), 'trust'],
    ['another caller', ({ issuer }) => issuer.sign({ ...claims, sub: 'stranger' }, 300), 'trust'],
  ])('denies %s', async (_what, token, check) => {
    const world = setUp();
    const answer = await world.exchange(await token(world));
    expect(answer).toMatchObject({ decision: 'denied', check });
  });

  it('compares the authorized party where a token has one, and not the audience', async () => {
    const { issuer, exchange } = setUp();
    const answer = await exchange(await issuer.sign({ ...claims, aud: 'other', azp: 'client' }, 300));
    expect(answer).toMatchObject({ decision: 'granted', audience: 'client' });
  });

  it('says which condition refused, with what it wanted and what it got', async () => {
    const { issuer, exchange } = setUp();
    expect(await exchange(await issuer.sign({ ...claims, sub: 'stranger' }, 300))).toMatchObject({
      check: 'trust',
      condition: { operator: 'StringEquals', key: `${host}:sub`, wanted: ['caller'], got: ['stranger'] },
    });
  });

  it('denies once the clock has passed the end of the token', async () => {
    const { issuer, exchange, clock } = setUp();
    const token = await issuer.sign(claims, 300);
    clock.advance(299);
    expect(await exchange(token)).toMatchObject({ decision: 'granted' });
    clock.advance(1);
    expect(await exchange(token)).toMatchObject({ check: 'expiry' });
  });

  it('denies when the audience is taken out of the provider', async () => {
    const { admin, issuer, exchange } = setUp();
    admin.removeClientId(url, 'client');
    expect(await exchange(await issuer.sign(claims, 300))).toMatchObject({ check: 'audience' });
  });

  it('denies when nobody answers at the issuer', async () => {
    const { admin, exchange } = setUp();
    admin.createOpenIdConnectProvider('https://silent.example', ['client'], []);
    expect(await exchange(await issuer.sign({ ...claims, iss: 'https://silent.example' }, 300))).toMatchObject({
      check: 'issuer',
    });
  });

  it('lets a Deny win', async () => {
    const { admin, trust, issuer, exchange } = setUp();
    const denied = {
      Effect: 'Deny',
      Action: 'sts:*',
      Principal: '*',
      Condition: { StringEquals: { [`${host}:sub`]: 'caller' } },
    };
    admin.updateAssumeRolePolicy('web-deployer', trust({ StringEquals: { [`${host}:aud`]: 'client' } }, [denied]));
    expect(await exchange(await issuer.sign(claims, 300))).toMatchObject({ check: 'trust' });
    expect(await exchange(await issuer.sign({ ...claims, sub: 'another' }, 300))).toMatchObject({
      decision: 'granted',
    });
  });

  it.each<readonly [string, object, WebIdentityCheck]>([
    ['a role that is not there', { roleArn: `arn:aws:iam::${member}:role/nobody` }, 'role'],
    ['a role under another path', { roleArn: `arn:aws:iam::${member}:role/web-deployer` }, 'role'],
    ['a role of an account that is not there', { roleArn: 'arn:aws:iam::999999999999:role/ci/web-deployer' }, 'role'],
    ['a session longer than the role allows', { durationSeconds: 3601 }, 'duration'],
    ['a session that is too short', { durationSeconds: 899 }, 'duration'],
  ])('denies %s', async (_what, overrides, check) => {
    const { issuer, exchange } = setUp();
    expect(await exchange(await issuer.sign(claims, 300), overrides)).toMatchObject({ decision: 'denied', check });
  });
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (payload: JWTPayload): string => `${encode({ alg: 'none' })}.${encode(payload)}.`;
const withClaims = (token: string, changed: object): string => {
  const [header, payload, signature] = token.split('.');
  const parsed = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
  return [header, encode({ ...parsed, ...changed }), signature].join('.');
};
const withSecret = (payload: JWTPayload): Promise<string> =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('a shared secret of some length, which is none'));

it('every issuer has keys of its own, and shows the public half only', async () => {
  const [one, other] = [(await issuer.jwks()).keys[0]!, (await impostor.jwks()).keys[0]!];
  expect(one.n).not.toBe(other.n);
  expect(one).not.toHaveProperty('d');
});
