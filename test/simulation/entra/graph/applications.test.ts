import { World, byUniqueName, codeOf, ours, shownBy, tenantId, valuesOf } from '../world';

const world = new World();

describe('an upsert by unique name', () => {
  it('creates with the object in the answer, then changes with an empty one', async () => {
    const name = world.name();
    const created = await world.upsert(name);
    const again = await world.upsert(name, { displayName: 'Renamed' });
    const read = await world.send('GET', byUniqueName(name));

    expect(created).toMatchObject({ status: 201, body: { uniqueName: name, displayName: 'An app' } });
    expect(again).toEqual({ status: 204, body: undefined });
    expect(shownBy(read)).toMatchObject({
      id: shownBy(created).id,
      appId: shownBy(created).appId,
      displayName: 'Renamed',
    });
  });

  it('creates nothing without the header', async () => {
    const answer = await world.send('PATCH', byUniqueName(world.name()), { displayName: 'An app' });
    expect([answer.status, codeOf(answer)]).toEqual([404, 'Request_ResourceNotFound']);
  });

  it.each(['create-if-missing', 'return=minimal, create-if-missing', 'CREATE-IF-MISSING'])(
    'reads %p',
    async (Prefer) => {
      const answer = await world.send(
        'PATCH',
        byUniqueName(world.name()),
        { displayName: 'An app' },
        { prefer: Prefer },
      );
      expect(answer.status).toBe(201);
    },
  );

  it('registers a multi-tenant application with v2 tokens unless told otherwise', async () => {
    const created = await world.upsert(world.name(), { displayName: 'An app' });
    expect(created.body).toMatchObject({
      signInAudience: 'AzureADandPersonalMicrosoftAccount',
      api: { requestedAccessTokenVersion: 2 },
    });
  });

  it('asks for v1 tokens where only the audience is given', async () => {
    const created = await world.upsert(world.name(), { displayName: 'An app', signInAudience: 'AzureADMyOrg' });
    expect(created.body).toMatchObject({ api: { requestedAccessTokenVersion: null } });
  });

  it.each(["o'neill", "'", "''", 'a/b', 'a%b', '100%25', 'a+b', 'a b', "x') or (appId='y", 'a?b=c', 'ü#1', '(a)'])(
    'keeps the name %p to the letter',
    async (name) => {
      expect((await world.upsert(name)).body).toMatchObject({ uniqueName: name });
      expect((await world.send('GET', byUniqueName(name))).body).toMatchObject({ uniqueName: name });
      expect((await world.upsert(name)).status).toBe(204);
    },
  );

  it('takes a name in another case for the same', async () => {
    const name = world.name();
    await world.upsert(name);
    expect((await world.upsert(name.toUpperCase())).status).toBe(204);
  });
});

it.each<[string, unknown]>([
  ['no name to show', {}],
  ['an empty name to show', { displayName: '' }],
  ['a name to show that is no text', { displayName: 7 }],
  ['an unknown audience', { displayName: 'x', signInAudience: 'Everybody' }],
  ['an unknown token version', { displayName: 'x', ...ours, api: { requestedAccessTokenVersion: 3 } }],
  ['v1 tokens for personal accounts', { displayName: 'x', api: { requestedAccessTokenVersion: 1 } }],
  ['an unknown property', { displayName: 'x', colour: 'blue' }],
  ['an unknown property of api', { displayName: 'x', api: { colour: 'blue' } }],
  ['a client id of its own', { displayName: 'x', appId: tenantId }],
  ['an owner', { displayName: 'x', owners: [tenantId] }],
  ['a secret', { displayName: 'x', passwordCredentials: [{}] }],
  ['tags that are no list', { displayName: 'x', tags: 'a' }],
  ['another unique name', { displayName: 'x', uniqueName: 'another' }],
  ['an inherited property', JSON.parse('{ "displayName": "x", "__proto__": {} }')],
])('refuses to create with %s', async (_, body) => {
  const name = world.name();
  const answer = await world.upsert(name, body);
  expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
  expect((await world.send('GET', byUniqueName(name))).status).toBe(404);
});

it('refuses a body that is no object', async () => {
  const answer = await world.upsert(world.name(), ['displayName']);
  expect([answer.status, codeOf(answer)]).toEqual([400, 'BadRequest']);
});

describe('a unique name', () => {
  it('never changes once it is set', async () => {
    const { id } = await world.register();
    const answer = await world.send('PATCH', `/applications/${id}`, { uniqueName: world.name() });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
  });

  it('can be given once to an application that has none', async () => {
    const name = world.name();
    const created = shownBy(await world.send('POST', '/applications', { displayName: 'x' }));
    expect(created['uniqueName']).toBeNull();
    expect((await world.send('PATCH', `/applications/${created.id}`, { uniqueName: name })).status).toBe(204);
    expect((await world.send('GET', byUniqueName(name))).body).toMatchObject({ id: created.id });
  });

  it('belongs to one application', async () => {
    const name = world.name();
    await world.upsert(name);
    for (const uniqueName of [name, name.toUpperCase()]) {
      const answer = await world.send('POST', '/applications', { displayName: 'x', uniqueName });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
    }
  });
});

it('finds an application by each of its keys, and deletes it by each', async () => {
  for (const path of [
    ({ id }: { id: string }) => `/applications/${id}`,
    ({ id }: { id: string }) => `/applications('${id}')`,
    ({ appId }: { appId: string }) => `/applications(appId='${appId}')`,
    ({ uniqueName }: { uniqueName?: unknown }) => byUniqueName(String(uniqueName)),
  ]) {
    const application = await world.register();
    expect((await world.send('GET', path(application))).body).toMatchObject({ id: application.id });
    expect((await world.send('DELETE', path(application))).status).toBe(204);
    expect((await world.send('GET', path(application))).status).toBe(404);
  }
});

describe('a list', () => {
  const find = (filter: string) => world.send('GET', `/applications?$filter=${encodeURIComponent(filter)}&$select=id`);

  it('finds exactly by name, client id, tag and App ID URI', async () => {
    const tag = world.name();
    const uri = `api://${tenantId}/${world.name()}`;
    const displayName = `It's ${world.name()}`;
    const { id, appId } = await world.register({ displayName, tags: [tag, 'shared'], identifierUris: [uri] });
    await world.register({ displayName: `${displayName} too`, tags: [`${tag}-b`, 'shared'] });

    for (const filter of [
      `displayName eq '${displayName.replaceAll("'", "''")}'`,
      `appId eq '${appId}'`,
      `tags/any(t:t eq '${tag}')`,
      `identifierUris/any(uri:uri eq '${uri}')`,
      `tags/any(t:t eq 'shared') and appId eq '${appId}'`,
    ]) {
      expect(valuesOf(await find(filter))).toEqual([{ id }]);
    }
    expect(valuesOf(await find(`tags/any(t:t eq 'shared') and appId eq '${tenantId}'`))).toEqual([]);
  });

  it.each([
    ['Request_UnsupportedQuery', "uniqueName eq 'x'"],
    ['Request_UnsupportedQuery', "tags eq 'x'"],
    ['Request_UnsupportedQuery', "displayName/any(t:t eq 'x')"],
    ['Request_UnsupportedQuery', "constructor eq 'x'"],
    ['BadRequest', "displayName eq 'x' or displayName eq 'y'"],
    ['BadRequest', "startswith(displayName,'x')"],
    ['BadRequest', "displayName eq 'it's'"],
    ['BadRequest', 'displayName eq x'],
    ['BadRequest', "tags/any(t:u eq 'x')"],
    ['BadRequest', "displayName eq 'x' and"],
    ['BadRequest', "displayName eq 'x' andappId eq 'y'"],
    ['BadRequest', ''],
  ])('answers %s to the filter %p', async (code, filter) => {
    const answer = await find(filter);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  it('comes in pages', async () => {
    const tag = world.name();
    const made = [];
    for (let n = 0; n < 3; n += 1) made.push((await world.register({ tags: [tag] })).id);
    const path = `/applications?$filter=tags/any(t:t%20eq%20'${tag}')&$select=id&$top=2`;

    const first = await world.send('GET', path);
    const next = String(shownBy(first)['@odata.nextLink']);
    const second = await world.send('GET', next.replace('https://graph.microsoft.com/v1.0', ''));

    expect(valuesOf(first).map(({ id }) => id)).toEqual(made.slice(0, 2));
    expect(valuesOf(second).map(({ id }) => id)).toEqual(made.slice(2));
    expect(second.body).not.toHaveProperty(['@odata.nextLink']);
  });
});

it('shows what is selected, and owners where they are asked for', async () => {
  const { id } = await world.register();
  const selected = await world.send('GET', `/applications/${id}?$select=id,tags&$expand=owners`);
  const owners = await world.send('GET', `/applications/${id}/owners?$select=id`);
  expect(selected.body).toEqual({
    id,
    tags: [],
    owners: [expect.objectContaining({ id: world.factory.servicePrincipalId })],
  });
  expect(valuesOf(owners)).toEqual([{ id: world.factory.servicePrincipalId }]);
});

it.each([
  ['GET', '/applications/x?$select=colour', 404],
  ['GET', '/applications?$select=colour', 400],
  ['GET', '/applications?$expand=colour', 400],
  ['GET', '/applications?$orderby=id', 400],
  ['GET', '/applications?$search=x', 400],
  ['GET', '/applications?colour=blue', 400],
  ['GET', '/applications?$top=0', 400],
  ['GET', '/applications?$top=1000', 400],
  ['GET', '/applications?$top=2&$top=3', 400],
  ['GET', "/applications(colour='x')", 400],
  ['GET', "/applications(appId='x'y')", 400],
  ['GET', "/applications(appId='x", 400],
  ['GET', '/applications/%zz', 400],
  ['GET', '/applications//owners', 400],
  ['GET', '/applications/a/b/c/d', 400],
  ['GET', '/groups', 400],
  ['GET', '/', 400],
  ['DELETE', '/applications', 405],
  ['POST', '/applications/x', 405],
  ['GET', '/applications/none', 404],
  ['DELETE', '/applications/none', 404],
  ['GET', '/applications/none/owners', 404],
  ['GET', '/directory/deletedItems', 400],
] as const)('%s %s is answered %d', async (method, path, status) => {
  // A selection only fails where there is something to select from.
  await world.register();
  expect((await world.send(method, path)).status).toBe(status);
});
