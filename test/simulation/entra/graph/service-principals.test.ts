import { World, byUniqueName, ours, shownBy, valuesOf } from '../world';

const world = new World();

/** An application and its service principal, both with a tag. */
const tagged = async (tag: string) => {
  const application = await world.register({ tags: [tag, 'oidc-factory'] });
  const path = `/servicePrincipals(appId='${application.appId}')`;
  const body = { tags: [tag, 'oidc-factory'] };
  const principal = await world.send('PATCH', path, body, { Prefer: 'create-if-missing' });
  expect(principal.status).toBe(201);
  return { application, principal: shownBy(principal) };
};

const byTag = (collection: string, tag: string, more: string): string =>
  `/${collection}?$filter=tags/any(t:t%20eq%20'${tag}')&${more}`;

it.each(['applications', 'servicePrincipals'])(
  'lists %s by tag, with what is selected and their owners',
  async (kind) => {
    const tag = `aws-account:${world.name()}`;
    const { application, principal } = await tagged(tag);
    await tagged(`${tag}-other`);
    const object = kind === 'applications' ? application : principal;

    const found = await world.send('GET', byTag(kind, tag, '$select=id,appId,tags&$expand=owners'));

    expect(valuesOf(found)).toEqual([
      {
        id: object.id,
        appId: application.appId,
        tags: [tag, 'oidc-factory'],
        owners: [expect.objectContaining({ id: world.factory.servicePrincipalId })],
      },
    ]);
  },
);

it('lists service principals page by page', async () => {
  const tag = world.name();
  const made = [];
  for (let n = 0; n < 5; n += 1) made.push((await tagged(tag)).principal.id);

  const pages = [];
  let path: string | undefined = byTag('servicePrincipals', tag, '$select=id&$top=2');
  while (path !== undefined) {
    const page = await world.send('GET', path);
    pages.push(valuesOf(page).map(({ id }) => id));
    const next: unknown = shownBy(page)['@odata.nextLink'];
    path = typeof next === 'string' ? next.replace('https://graph.microsoft.com/v1.0', '') : undefined;
  }

  expect(pages).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
});

it('disables a service principal and enables it again', async () => {
  const { principal } = await tagged(world.name());
  const path = `/servicePrincipals/${principal.id}`;
  expect((await world.send('GET', path)).body).toMatchObject({ accountEnabled: true });
  for (const accountEnabled of [false, true]) {
    expect((await world.send('PATCH', path, { accountEnabled })).status).toBe(204);
    expect((await world.send('GET', path)).body).toMatchObject({ accountEnabled });
  }
});

it('expands no more than 20 owners', async () => {
  const { id } = await world.register();
  const { applications } = world.entra.directory;
  const application = applications.live().find((item) => item.id === id)!;
  applications.put({ ...application, owners: Array.from({ length: 21 }, (_, n) => `user-${n}`) });
  const { body } = await world.send('GET', `/applications/${id}?$expand=owners`);
  expect(body).toMatchObject({ owners: { length: 20 } });
});

it.each(['uniqueName', 'identifierUris'])('says in its details that %s is taken', async (property) => {
  const taken = shownBy(await world.upsert(world.name()));
  await world.send('PATCH', `/applications/${taken.id}`, { identifierUris: [`api://${taken.appId}`] });
  const clash = property === 'uniqueName' ? taken['uniqueName'] : [`api://${taken.appId}`];
  const answer = await world.send('POST', '/applications', { displayName: 'x', ...ours, [property]: clash });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: 'Request_BadRequest', details: [{ code: 'ObjectConflict', target: property }] } },
  });
});

it('creates none where its application has just been deleted', async () => {
  const name = world.name();
  const { appId } = shownBy(await world.upsert(name));
  await world.send('DELETE', byUniqueName(name));
  expect((await world.send('POST', '/servicePrincipals', { appId })).status).toBe(400);
});
