import { World, codeOf, tenantId } from './world';

const world = new World();

it.each<[string, boolean]>([
  ['api://APP', true],
  ['api://app', true],
  ['api://TENANT/APP', true],
  ['api://TENANT/aws-1-role', true],
  ['api://TENANT/a/b', true],
  ['api://payments/APP', true],
  ['https://acme.example/payments', true],
  ['https://ci.acme.example', true],
  ['api://payments', false],
  ['api://TENANT', false],
  ['api://TENANT/', false],
  ['api://TENANT/aws-1-role/', false],
  ['api://APP/', false],
  ['api://APP/more', false],
  ['api://payments/web', false],
  ['api://payments/web/APP', false],
  ['https://example.com/payments', false],
  ['https://evilacme.example', false],
  ['http://acme.example', false],
  ['urn:payments', false],
  ['api://', false],
  ['api://TENANT/a b', false],
])('%s is allowed: %p', async (pattern, allowed) => {
  const { id, appId } = await world.register();
  const uri = pattern.replace('APP', appId).replace('app', appId.toUpperCase()).replace('TENANT', tenantId);
  const answer = await world.send('PATCH', `/applications/${id}`, { identifierUris: [uri] });
  expect(answer.status).toBe(allowed ? 204 : 400);
  if (allowed) await world.send('PATCH', `/applications/${id}`, { identifierUris: [] });
});

it('allows an App ID URI with the tenant before there is a client id', async () => {
  const uri = `api://${tenantId}/${world.name()}`;
  expect(await world.register({ identifierUris: [uri] })).toMatchObject({ identifierUris: [uri] });
});

it('gives an App ID URI to one application of the tenant only', async () => {
  const uri = `api://${tenantId}/${world.name()}`;
  await world.register({ identifierUris: [uri] });
  const answer = await world.send('POST', '/applications', {
    displayName: 'x',
    identifierUris: [uri.toUpperCase().replace('API', 'api')],
  });
  expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
});
