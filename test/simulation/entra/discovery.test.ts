import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { World, tenantId } from './world';

const world = new World();
const get = (path: string, headers: Record<string, string> = {}) =>
  world.entra.handle({ method: 'GET', path, headers });

it.each([
  ['/v2.0', `https://login.microsoftonline.com/${tenantId}/v2.0`],
  ['', `https://sts.windows.net/${tenantId}/`],
])('names issuer, token endpoint and keys of the version %p', async (version, issuer) => {
  const base = `https://login.microsoftonline.com/${tenantId}`;
  const answer = await get(`/${tenantId}${version}/.well-known/openid-configuration`);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      issuer,
      token_endpoint: `${base}/oauth2${version}/token`,
      jwks_uri: `${base}/discovery${version}/keys`,
    },
  });
});

it('names the host that was asked', async () => {
  const headers = { host: 'localhost:8443' };
  const { body } = await get(`/${tenantId}/v2.0/.well-known/openid-configuration`, headers);
  expect(body).toMatchObject({ token_endpoint: `https://localhost:8443/${tenantId}/oauth2/v2.0/token` });
});

it('gives the keys that tokens are signed with', async () => {
  const assertion = await world.strangersToken();
  const { clientId } = world.stranger;
  const { body } = await world.entra.signIn({ clientId, assertion, scope: `${clientId}/.default` });
  const { body: keys } = await get(`/${tenantId}/discovery/keys`);
  const { access_token: token } = body as { access_token: string };
  const currentDate = world.clock.now();
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys as JSONWebKeySet), { currentDate });
  expect(payload).toMatchObject({ aud: clientId, sub: world.stranger.servicePrincipalId });
});

it('knows no other tenant', async () => {
  const answer = await get('/common/v2.0/.well-known/openid-configuration');
  expect(answer).toMatchObject({ status: 400, body: { error_codes: [90002] } });
});

it('is counted apart from tokens and Graph', async () => {
  world.calls.reset();
  await get(`/${tenantId}/v2.0/.well-known/openid-configuration`);
  await get(`/${tenantId}/discovery/v2.0/keys`);
  expect(world.calls.snapshot()).toEqual({ metadata: { keys: 1, 'openid-configuration': 1 } });
});
