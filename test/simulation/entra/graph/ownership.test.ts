import { World, byUniqueName, codeOf, valuesOf } from '../world';

const world = new World();
const { directory } = world.entra;

const foreignApplication = () => {
  const uniqueName = world.name();
  const application = directory.createApplication(
    { displayName: uniqueName, uniqueName, signInAudience: 'AzureADMyOrg' },
    world.stranger.servicePrincipalId,
  );
  const principal = directory.createServicePrincipal(application.appId, {}, world.stranger.servicePrincipalId);
  return { application, principal, uniqueName };
};

it('owns what it creates, the service principal too, and alone', async () => {
  const application = await world.register();
  const principal = await world.principalOf(application.appId);
  for (const path of [`/applications/${application.id}/owners`, `/servicePrincipals/${principal.id}/owners`]) {
    expect(valuesOf(await world.send('GET', path)).map(({ id }) => id)).toEqual([world.factory.servicePrincipalId]);
  }
});

it('may read what others own', async () => {
  const { application, principal, uniqueName } = foreignApplication();
  for (const path of [
    byUniqueName(uniqueName),
    `/applications/${application.id}/owners`,
    `/applications/${application.id}/federatedIdentityCredentials`,
    `/servicePrincipals/${principal.id}`,
  ]) {
    expect((await world.send('GET', path)).status).toBe(200);
  }
});

type Foreign = ReturnType<typeof foreignApplication>;
const credential = {
  name: 'job',
  issuer: 'https://ci.example',
  subject: 'x',
  audiences: ['api://AzureADTokenExchange'],
};

it.each<[string, (world: World, foreign: Foreign) => ReturnType<World['send']>]>([
  ['change', (w, { application }) => w.send('PATCH', `/applications/${application.id}`, { displayName: 'mine' })],
  ['take over by upsert', (w, { uniqueName }) => w.upsert(uniqueName)],
  ['delete', (w, { application }) => w.send('DELETE', `/applications/${application.id}`)],
  [
    'sign in as',
    (w, { application }) => w.send('POST', `/applications/${application.id}/federatedIdentityCredentials`, credential),
  ],
  ['disable', (w, { principal }) => w.send('PATCH', `/servicePrincipals/${principal.id}`, { accountEnabled: false })],
  ['delete the principal of', (w, { principal }) => w.send('DELETE', `/servicePrincipals/${principal.id}`)],
  ['own', (w, { application }) => w.send('POST', `/applications/${application.id}/owners/$ref`, {})],
])('may not %s what others own', async (_, attempt) => {
  const foreign = foreignApplication();
  const answer = await attempt(world, foreign);
  expect([answer.status, codeOf(answer)]).toEqual([403, 'Authorization_RequestDenied']);
  expect(directory.applications.current(foreign.application)).toEqual(foreign.application);
  expect(directory.servicePrincipals.current(foreign.principal)).toEqual(foreign.principal);
});

it('may neither restore nor purge what others own', async () => {
  const { application } = foreignApplication();
  directory.deleteApplication(application);
  const path = `/directory/deletedItems/${application.id}`;
  expect((await world.send('POST', `${path}/restore`)).status).toBe(403);
  expect((await world.send('DELETE', path)).status).toBe(403);
});

it('may create no service principal for an application of others', async () => {
  const { appId } = directory.createApplication({ displayName: 'x' }, undefined);
  const path = `/servicePrincipals(appId='${appId}')`;
  expect((await world.send('PATCH', path, {}, { Prefer: 'create-if-missing' })).status).toBe(403);
  expect((await world.send('POST', '/servicePrincipals', { appId })).status).toBe(403);
});

it('may add no owner to its own application', async () => {
  const { id } = await world.register();
  const answer = await world.send('POST', `/applications/${id}/owners/$ref`, {});
  expect([answer.status, codeOf(answer)]).toEqual([403, 'Authorization_RequestDenied']);
});

it('shows a user among the owners, by the id alone', async () => {
  const { application } = foreignApplication();
  directory.applications.put({ ...application, owners: ['a-user', world.stranger.servicePrincipalId] });
  const owners = await world.send('GET', `/applications/${application.id}/owners`);
  expect(valuesOf(owners)).toEqual([
    { '@odata.type': '#microsoft.graph.user', id: 'a-user', displayName: null },
    expect.objectContaining({ '@odata.type': '#microsoft.graph.servicePrincipal', displayName: 'stranger' }),
  ]);
});

describe('a service principal', () => {
  it('is created once, and then changed', async () => {
    const { appId } = await world.register();
    const path = `/servicePrincipals(appId='${appId}')`;
    const headers = { Prefer: 'create-if-missing' };
    expect((await world.send('PATCH', path, {})).status).toBe(404);
    expect((await world.send('PATCH', path, {}, headers)).status).toBe(201);
    expect((await world.send('PATCH', path, { tags: ['x'] }, headers)).status).toBe(204);
    expect((await world.send('POST', '/servicePrincipals', { appId })).status).toBe(409);
    expect((await world.send('GET', path)).body).toMatchObject({ appId, tags: ['x'], accountEnabled: true });
  });

  it('needs an application', async () => {
    const path = "/servicePrincipals(appId='00000000-0000-4000-8000-000000000000')";
    const answer = await world.send('PATCH', path, {}, { Prefer: 'create-if-missing' });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
  });
});

it('lets nobody in without the permission', async () => {
  const subject = 'repo:stranger/things:ref:refs/heads/main';
  const graph = world.entra.graphFor(() => world.github.jobToken({ subject }), world.stranger.clientId);
  for (const path of ['/applications', '/servicePrincipals', '/directory/deletedItems/microsoft.graph.application']) {
    const answer = await graph.request({ method: 'GET', path });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'Authorization_RequestDenied']);
  }
  const created = await graph.request({ method: 'POST', path: '/applications', body: { displayName: 'x' } });
  expect(created.status).toBe(403);
});

it.each<[string, (world: World) => Promise<Record<string, string>>]>([
  ['no token', () => Promise.resolve({})],
  ['no bearer', () => Promise.resolve({ Authorization: 'Basic eDp5' })],
  ['no JWT', () => Promise.resolve({ Authorization: 'Bearer x' })],
  [
    "an outside issuer's token",
    async (w) => ({ Authorization: `Bearer ${await w.github.jobToken({ subject: 'x' })}` }),
  ],
  [
    'a token for another audience',
    async (w) => ({ Authorization: `Bearer ${await tokenFor(w, w.stranger.clientId)}` }),
  ],
  [
    'an expired token',
    async (w) => {
      const token = await tokenFor(w, 'https://graph.microsoft.com');
      w.clock.advance(3600);
      return { Authorization: `Bearer ${token}` };
    },
  ],
])('answers 401 to %s', async (_, headers) => {
  const request = { method: 'GET', path: '/v1.0/applications', headers: await headers(world) };
  const answer = await world.entra.handle(request);
  expect([answer.status, codeOf(answer)]).toEqual([401, 'InvalidAuthenticationToken']);
});

const tokenFor = async (w: World, resource: string): Promise<string> => {
  const assertion = await w.github.jobToken({ subject: 'repo:acme/factory:environment:prod' });
  const { body } = await w.entra.signIn({ clientId: w.factory.clientId, assertion, scope: `${resource}/.default` });
  return (body as { access_token: string }).access_token;
};

it('takes a token for Graph made out by hand', async () => {
  const Authorization = `Bearer ${await tokenFor(world, 'https://graph.microsoft.com')}`;
  const answer = await world.entra.handle({
    method: 'get',
    path: '/v1.0/applications',
    headers: { authorization: Authorization },
  });
  expect(answer.status).toBe(200);
});
