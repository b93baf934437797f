import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { entraIssuer } from '../../../federation/issuer';
import { githubIssuer } from '../../../simulation/entra';
import { LocalIssuer } from '../../../simulation/issuers';
import { World, tenantId } from './world';
import type { Shown } from './world';

const world = new World();
const v1 = entraIssuer('public', tenantId);
const v2 = `https://login.microsoftonline.com/${tenantId}/v2.0`;
const subject = 'repo:acme/payments:environment:prod';

interface Caller extends Shown {
  readonly sub: string;
  readonly uri: string;
}

/** An application with a service principal, an App ID URI and a federated credential. */
const caller = async (extra: object = {}): Promise<Caller> => {
  const uri = `api://${tenantId}/${world.name()}`;
  const application = await world.register({ identifierUris: [uri], ...extra });
  const { id: sub } = await world.principalOf(application.appId);
  const audiences = ['api://AzureADTokenExchange'];
  const credential = { name: 'job', issuer: githubIssuer, subject, audiences };
  await world.send('POST', `/applications/${application.id}/federatedIdentityCredentials`, credential);
  return { ...application, sub, uri };
};

const signIn = async (clientId: string, resource: string, assertion?: string) =>
  world.entra.signIn({
    clientId,
    assertion: assertion ?? (await world.github.jobToken({ subject })),
    scope: `${resource}/.default`,
  });

const claimsOf = async (answer: { readonly body: unknown }, issuer: string): Promise<JWTPayload> => {
  const { access_token } = answer.body as { access_token: string };
  const keys = createLocalJWKSet(await world.issuers.get(issuer)!.jwks());
  return (await jwtVerify(access_token, keys, { issuer, currentDate: world.clock.now() })).payload;
};

const errorOf = ({ status, body }: { readonly status: number; readonly body: unknown }) => {
  const { error, error_codes, error_description } = body as Record<string, unknown>;
  expect(error_description).toMatch(new RegExp(`^AADSTS${String((error_codes as number[])[0])}: `));
  return [status, error, ...(error_codes as number[])];
};

describe('an access token', () => {
  it.each([null, 1])('is a v1 token where the resource asks for version %p', async (requestedAccessTokenVersion) => {
    const { appId, sub, uri } = await caller({ api: { requestedAccessTokenVersion } });
    const shared = { iss: v1, sub, oid: sub, appid: appId, tid: tenantId, ver: '1.0' };
    expect(await claimsOf(await signIn(appId, appId), v1)).toMatchObject({ ...shared, aud: appId });
    expect(await claimsOf(await signIn(appId, uri), v1)).toMatchObject({ ...shared, aud: uri });
  });

  it('is a v2 token where the resource asks for version 2, always with its client id', async () => {
    const { appId, sub, uri } = await caller({ api: { requestedAccessTokenVersion: 2 } });
    const expected = { iss: v2, sub, oid: sub, aud: appId, azp: appId, tid: tenantId, ver: '2.0' };
    expect(await claimsOf(await signIn(appId, uri), v2)).toMatchObject(expected);
    expect(await claimsOf(await signIn(appId, appId), v2)).not.toHaveProperty('appid');
  });

  it("follows the resource's version, not the caller's", async () => {
    const one = await caller({ api: { requestedAccessTokenVersion: 1 } });
    const two = await caller({ api: { requestedAccessTokenVersion: 2 } });
    expect(await claimsOf(await signIn(one.appId, two.appId), v2)).toMatchObject({ aud: two.appId, azp: one.appId });
    expect(await claimsOf(await signIn(two.appId, one.appId), v1)).toMatchObject({ aud: one.appId, appid: two.appId });
  });

  it('is given to a stranger for any audience of the tenant, under its own subject and without roles', async () => {
    const { appId, sub } = await caller();
    const assertion = await world.github.jobToken({ subject: 'repo:stranger/things:ref:refs/heads/main' });
    const claims = await claimsOf(await signIn(world.stranger.clientId, appId, assertion), v1);
    expect(claims).toMatchObject({ aud: appId, sub: world.stranger.servicePrincipalId });
    expect(claims.sub).not.toBe(sub);
    expect(claims).not.toHaveProperty('roles');
  });

  it('is valid for the time that the answer says', async () => {
    const { appId } = await caller();
    const answer = await signIn(appId, appId);
    const { exp = 0, iat = 0 } = await claimsOf(answer, v1);
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: exp - iat });
    expect(iat).toBe(world.clock.epochSeconds());
  });

  it('carries the permissions that were consented to, for Graph alone', async () => {
    const assertion = await world.github.jobToken({ subject: 'repo:acme/factory:environment:prod' });
    const graph = await signIn(world.factory.clientId, 'https://graph.microsoft.com', assertion);
    const other = await signIn(world.factory.clientId, world.stranger.clientId, assertion);
    expect(await claimsOf(graph, v1)).toMatchObject({ roles: ['Application.ReadWrite.OwnedBy'] });
    expect(await claimsOf(other, v1)).not.toHaveProperty('roles');
  });

  it('comes back after a restore with the same client id and subject', async () => {
    const { id, appId, sub } = await caller();
    await world.send('DELETE', `/applications/${id}`);
    expect(errorOf(await signIn(appId, appId))).toEqual([400, 'unauthorized_client', 700016]);
    await world.send('POST', `/directory/deletedItems/${id}/restore`);
    expect(errorOf(await signIn(appId, appId))).toEqual([401, 'invalid_client', 7000229]);
    await world.send('POST', `/directory/deletedItems/${sub}/restore`);
    expect(await claimsOf(await signIn(appId, appId), v1)).toMatchObject({ aud: appId, sub });
  });
});

describe('an assertion', () => {
  const forged = () => new LocalIssuer(githubIssuer, world.clock);
  const audience = 'api://AzureADTokenExchange';

  it.each<[string, number, string, number, () => Promise<string>]>([
    ['of another subject', 401, 'invalid_client', 700213, () => world.github.jobToken({ subject: `${subject}x` })],
    [
      'of the subject in another case',
      401,
      'invalid_client',
      700213,
      () => world.github.jobToken({ subject: subject.toUpperCase() }),
    ],
    [
      'for another audience',
      401,
      'invalid_client',
      700212,
      () => world.github.jobToken({ subject, audience: 'sts.amazonaws.com' }),
    ],
    ['that has expired', 401, 'invalid_client', 700024, () => world.github.jobToken({ subject, ttlSeconds: -1 })],
    ['that expires now', 401, 'invalid_client', 700024, () => world.github.jobToken({ subject, ttlSeconds: 0 })],
    [
      'from another issuer',
      401,
      'invalid_client',
      700211,
      () => new LocalIssuer('https://ci.example', world.clock).sign({ sub: subject, aud: audience }, 60),
    ],
    [
      "with another issuer's slash",
      401,
      'invalid_client',
      700211,
      () => forged().sign({ iss: `${githubIssuer}/`, sub: subject, aud: audience }, 60),
    ],
    [
      'signed by somebody else',
      401,
      'invalid_client',
      700027,
      () => forged().sign({ sub: subject, aud: audience }, 60),
    ],
    [
      'that is not signed',
      401,
      'invalid_client',
      700027,
      () => unsigned({ iss: githubIssuer, sub: subject, aud: audience }),
    ],
    ['that is no token', 400, 'invalid_request', 50027, () => Promise.resolve('x.y')],
  ])('%s is refused: %d %s AADSTS%d', async (_, status, error, code, assertion) => {
    const { appId } = await caller();
    expect(errorOf(await signIn(appId, appId, await assertion()))).toEqual([status, error, code]);
  });

  it('of an issuer that cannot be reached is refused', async () => {
    const { id, appId } = await caller();
    const issuer = new LocalIssuer('https://unreachable.example', world.clock);
    const credential = { name: 'other', issuer: issuer.issuer, subject: 'x', audiences: [audience] };
    await world.send('POST', `/applications/${id}/federatedIdentityCredentials`, credential);
    const assertion = await issuer.sign({ sub: 'x', aud: audience }, 60);
    expect(errorOf(await signIn(appId, appId, assertion))).toEqual([400, 'invalid_request', 90061]);
  });

  it('is worth nothing without a credential, and no more once it is removed', async () => {
    const { id, appId } = await caller();
    expect((await signIn(appId, appId)).status).toBe(200);
    await world.send('DELETE', `/applications/${id}/federatedIdentityCredentials/job`);
    expect(errorOf(await signIn(appId, appId))).toEqual([400, 'invalid_request', 70021]);
  });

  it('stands only for the application that names it', async () => {
    const { appId } = await caller();
    const answer = await signIn(world.stranger.clientId, appId);
    expect(errorOf(answer)).toEqual([401, 'invalid_client', 700213]);
  });
});

const unsigned = (claims: JWTPayload): Promise<string> => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return Promise.resolve(`${part({ alg: 'none' })}.${part(claims)}.`);
};

it.each<[string, number, string, number, object]>([
  ['no grant', 400, 'invalid_request', 900144, { grant_type: '' }],
  ['another grant', 400, 'unsupported_grant_type', 70003, { grant_type: 'password' }],
  ['no client', 400, 'invalid_request', 900144, { client_id: '' }],
  ['an unknown client', 400, 'unauthorized_client', 700016, { client_id: tenantId }],
  ['no scope', 400, 'invalid_request', 900144, { scope: '' }],
  ['a scope without .default', 400, 'invalid_scope', 1002012, { scope: 'https://graph.microsoft.com/User.Read' }],
  ['two scopes', 400, 'invalid_scope', 1002012, { scope: 'a/.default b/.default' }],
  ['an unknown resource', 400, 'invalid_resource', 500011, { scope: `api://${tenantId}/nobody/.default` }],
  ['a secret', 401, 'invalid_client', 7000215, { client_secret: 'x' }],
  ['no proof', 401, 'invalid_client', 7000216, { client_assertion: undefined }],
  ['another kind of proof', 400, 'invalid_request', 50027, { client_assertion_type: 'saml' }],
])('a sign-in with %s is refused: %d %s AADSTS%d', async (_, status, error, code, overrides) => {
  const { appId } = await caller();
  const form: Record<string, string | undefined> = {
    grant_type: 'client_credentials',
    client_id: appId,
    scope: `${appId}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await world.github.jobToken({ subject }),
    ...overrides,
  };
  const sent = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = new URLSearchParams(sent).toString();
  const path = `/${tenantId}/oauth2/v2.0/token`;
  expect(errorOf(await world.entra.handle({ method: 'POST', path, headers: {}, body }))).toEqual([status, error, code]);
});

describe('a service principal that is', () => {
  it('missing is no resource', async () => {
    const { appId } = await caller();
    const { appId: resource } = await world.register();
    expect(errorOf(await signIn(appId, resource))).toEqual([400, 'invalid_resource', 500011]);
  });

  it('disabled neither signs in nor is signed in to', async () => {
    const { appId } = await caller();
    const other = await caller();
    await world.send('PATCH', `/servicePrincipals/${other.sub}`, { accountEnabled: false });
    expect(errorOf(await signIn(other.appId, appId))).toEqual([401, 'unauthorized_client', 7000112]);
    expect(errorOf(await signIn(appId, other.appId))).toEqual([400, 'invalid_resource', 500014]);
  });

  it('reserved to who is assigned is closed even to itself', async () => {
    const { appId, sub } = await caller();
    await world.send('PATCH', `/servicePrincipals/${sub}`, { appRoleAssignmentRequired: true });
    expect(errorOf(await signIn(appId, appId))).toEqual([400, 'invalid_grant', 501051]);
  });
});

it.each([
  ['POST', '/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token', 400],
  ['GET', `/${tenantId}/oauth2/v2.0/token`, 405],
  ['POST', `/${tenantId}/oauth2/token`, 404],
  ['GET', '/beta/applications', 404],
])('%s %s is answered %d', async (method, path, status) => {
  const body = 'grant_type=client_credentials';
  expect((await world.entra.handle({ method, path, headers: {}, body })).status).toBe(status);
});

it('gives the same ids in every run', async () => {
  const again = new World();
  expect(again.stranger).toEqual(new World().stranger);
  expect(again.stranger.clientId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(decodeJwt(await world.github.jobToken({ subject })).sub).toBe(subject);
});

it("answers whatever query Microsoft's own library puts behind the path", async () => {
  const { appId } = await caller();
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    scope: `${appId}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await world.github.jobToken({ subject }),
  });
  const path = `/${tenantId}/oauth2/v2.0/token?client-request-id=67f30386-364a-4d9e-b8d2-1febd03d5b17`;
  const answer = await world.entra.handle({ method: 'POST', path, headers: {}, body: body.toString() });
  expect(answer.status).toBe(200);
});
