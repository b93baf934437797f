import { World, byUniqueName, codeOf, day, shownBy, tenantId, valuesOf } from '../world';

const world = new World();

const deleted = '/directory/deletedItems';
const nameOf = (application: object): string => String(Reflect.get(application, 'uniqueName'));

it('keeps a deleted application with its service principal, out of sight', async () => {
  const tag = world.name();
  const application = await world.register({ tags: [tag] });
  const principal = await world.principalOf(application.appId);

  await world.send('DELETE', `/applications/${application.id}`);

  expect((await world.send('GET', `/applications/${application.id}`)).status).toBe(404);
  expect((await world.send('GET', `/servicePrincipals/${principal.id}`)).status).toBe(404);
  const applications = await world.send(
    'GET',
    `${deleted}/microsoft.graph.application?$filter=tags/any(t:t eq '${tag}')`,
  );
  const principals = await world.send(
    'GET',
    `${deleted}/microsoft.graph.servicePrincipal?$filter=appId eq '${application.appId}'`,
  );
  expect(valuesOf(applications)).toMatchObject([
    { id: application.id, deletedDateTime: world.clock.now().toISOString() },
  ]);
  expect(valuesOf(principals)).toMatchObject([{ id: principal.id }]);
  expect((await world.send('GET', `${deleted}/${application.id}`)).body).toMatchObject({
    '@odata.type': '#microsoft.graph.application',
    id: application.id,
  });
});

it('restores an application with its client id, owner and credentials, but without its service principal', async () => {
  const application = await world.register();
  const principal = await world.principalOf(application.appId);
  await world.send('POST', `/applications/${application.id}/federatedIdentityCredentials`, {
    name: 'job',
    issuer: 'https://ci.example',
    subject: 'job',
    audiences: ['api://AzureADTokenExchange'],
  });
  await world.send('DELETE', `/applications/${application.id}`);

  const restored = await world.send('POST', `${deleted}/${application.id}/restore`);

  expect(restored).toMatchObject({
    status: 200,
    body: { id: application.id, appId: application.appId, deletedDateTime: null },
  });
  const owners = await world.send('GET', `/applications/${application.id}/owners`);
  expect(valuesOf(owners)).toMatchObject([{ id: world.factory.servicePrincipalId }]);
  const credentials = await world.send('GET', `/applications/${application.id}/federatedIdentityCredentials`);
  expect(valuesOf(credentials)).toMatchObject([{ name: 'job' }]);
  const path = `/servicePrincipals(appId='${application.appId}')`;
  expect((await world.send('GET', path)).status).toBe(404);

  expect((await world.send('POST', `${deleted}/${principal.id}/restore`)).status).toBe(200);
  expect((await world.send('GET', path)).body).toMatchObject({ id: principal.id });
});

it('restores no service principal whose application is gone, or has another one by now', async () => {
  const application = await world.register();
  const principal = await world.principalOf(application.appId);
  await world.send('DELETE', `/applications/${application.id}`);
  expect((await world.send('POST', `${deleted}/${principal.id}/restore`)).status).toBe(400);

  await world.send('POST', `${deleted}/${application.id}/restore`);
  const another = await world.principalOf(application.appId);
  expect(another.id).not.toBe(principal.id);
  expect((await world.send('POST', `${deleted}/${principal.id}/restore`)).status).toBe(409);
});

describe('the names of a deleted application', () => {
  it('stay taken until its 30 days are over', async () => {
    const identifierUris = [`api://${tenantId}/${world.name()}`];
    const application = await world.register({ identifierUris });
    const name = nameOf(application);
    await world.send('DELETE', `/applications/${application.id}`);

    world.clock.advance(30 * day - 1);
    const early = await world.upsert(name);
    expect([early.status, codeOf(early)]).toEqual([400, 'Request_BadRequest']);
    const uri = await world.send('POST', '/applications', { displayName: 'x', identifierUris });
    expect([uri.status, codeOf(uri)]).toEqual([400, 'Request_BadRequest']);

    world.clock.advance(1);
    expect((await world.send('POST', `${deleted}/${application.id}/restore`)).status).toBe(404);
    const late = await world.upsert(name);
    expect(late.status).toBe(201);
    expect(shownBy(late).appId).not.toBe(application.appId);
  });

  it('are free once it is purged', async () => {
    const application = await world.register();
    await world.send('DELETE', `/applications/${application.id}`);
    expect((await world.send('DELETE', `${deleted}/${application.id}`)).status).toBe(204);
    expect((await world.send('DELETE', `${deleted}/${application.id}`)).status).toBe(404);
    expect((await world.upsert(nameOf(application))).status).toBe(201);
  });
});

it('purges nothing that lives', async () => {
  const application = await world.register();
  expect((await world.send('DELETE', `${deleted}/${application.id}`)).status).toBe(404);
  expect((await world.send('GET', byUniqueName(nameOf(application)))).status).toBe(200);
});

it('counts the 30 days from the last deletion', async () => {
  const application = await world.register();
  await world.send('DELETE', `/applications/${application.id}`);
  world.clock.advance(29 * day);
  await world.send('POST', `${deleted}/${application.id}/restore`);
  await world.send('DELETE', `/applications/${application.id}`);
  world.clock.advance(29 * day);
  expect((await world.send('POST', `${deleted}/${application.id}/restore`)).status).toBe(200);
});

it('lists what is in the tenant for expectations', async () => {
  const application = await world.register();
  const { id } = await world.principalOf(application.appId);
  await world.send('DELETE', `/applications/${application.id}`);
  const { applications, deletedApplications, servicePrincipals, deletedServicePrincipals } = world.entra.snapshot();
  expect(applications.map((item) => item.id)).not.toContain(application.id);
  expect(deletedApplications.map((item) => item.id)).toContain(application.id);
  expect(servicePrincipals.map((item) => item.id)).not.toContain(id);
  expect(deletedServicePrincipals.map((item) => item.id)).toContain(id);
});
