import { World, codeOf, shownBy, valuesOf } from '../world';

const world = new World();

const credential = (overrides: object = {}) => ({
  name: 'job',
  issuer: 'https://ci.example',
  subject: 'repo:acme/payments:environment:prod',
  audiences: ['api://AzureADTokenExchange'],
  ...overrides,
});

const application = async () => {
  const { id } = await world.register();
  return `/applications/${id}/federatedIdentityCredentials`;
};

it('adds, lists, reads, changes and removes', async () => {
  const path = await application();
  const created = await world.send('POST', path, credential());
  expect(created).toMatchObject({ status: 201, body: credential({ description: null }) });
  const { id } = shownBy(created);

  expect((await world.send('PATCH', `${path}/${id}`, { subject: 'other' })).status).toBe(204);
  expect(valuesOf(await world.send('GET', `${path}?$filter=name eq 'job'`))).toMatchObject([{ id, subject: 'other' }]);
  expect((await world.send('GET', `${path}/job`)).body).toMatchObject({ id });
  expect((await world.send('DELETE', `${path}/${id}`)).status).toBe(204);
  expect(valuesOf(await world.send('GET', path))).toEqual([]);
  expect((await world.send('DELETE', `${path}/${id}`)).status).toBe(404);
});

it('upserts by name', async () => {
  const path = await application();
  const headers = { Prefer: 'create-if-missing' };
  const { name, ...rest } = credential();
  expect((await world.send('PATCH', `${path}(name='${name}')`, rest)).status).toBe(404);
  expect((await world.send('PATCH', `${path}(name='${name}')`, rest, headers)).status).toBe(201);
  expect((await world.send('PATCH', `${path}(name='${name}')`, { ...rest, subject: 'x' }, headers)).status).toBe(204);
  expect(valuesOf(await world.send('GET', path))).toMatchObject([{ name, subject: 'x' }]);
});

it.each<[string, number, object]>([
  ['a name that is no path segment', 400, { name: 'a/b' }],
  ['a short name', 400, { name: 'ab' }],
  ['an issuer that is no URL', 400, { issuer: 'ci.example' }],
  ['an issuer without TLS', 400, { issuer: 'http://ci.example' }],
  ['no subject', 400, { subject: '' }],
  ['a long subject', 400, { subject: 'x'.repeat(601) }],
  ['no audience', 400, { audiences: [] }],
  ['another audience', 400, { audiences: ['sts.amazonaws.com'] }],
  ['two audiences', 400, { audiences: ['api://AzureADTokenExchange', 'x'] }],
  ['an unknown property', 400, { colour: 'blue' }],
  ['the name of another', 409, { subject: 'other' }],
  ['issuer and subject of another', 409, { name: 'other' }],
])('refuses %s', async (_, status, overrides) => {
  const path = await application();
  await world.send('POST', path, credential());
  const unique = status === 400 ? { name: 'second', subject: 'second' } : {};
  const answer = await world.send('POST', path, credential({ ...unique, ...overrides }));
  expect(answer.status).toBe(status);
  expect(codeOf(answer)).toBe(status === 409 ? 'Request_MultipleObjectsWithSameKeyValue' : 'Request_BadRequest');
  expect(valuesOf(await world.send('GET', path))).toHaveLength(1);
});

it.each(['name', 'issuer', 'subject', 'audiences'])('needs %s', async (missing) => {
  const answer = await world.send('POST', await application(), credential({ [missing]: undefined }));
  expect(answer.status).toBe(400);
});

it('keeps the name of a credential', async () => {
  const path = await application();
  const { id } = shownBy(await world.send('POST', path, credential()));
  expect((await world.send('PATCH', `${path}/${id}`, { name: 'other' })).status).toBe(400);
});

it('holds 20 and no more', async () => {
  const path = await application();
  for (let n = 1; n <= 20; n += 1) {
    expect((await world.send('POST', path, credential({ name: `job-${n}`, subject: `${n}` }))).status).toBe(201);
  }
  const answer = await world.send('POST', path, credential({ name: 'job-21', subject: '21' }));
  expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
});

it('shows the credentials within the application where they are asked for', async () => {
  const { id } = await world.register();
  await world.send('POST', `/applications/${id}/federatedIdentityCredentials`, credential());
  const plain = await world.send('GET', `/applications/${id}`);
  const expanded = await world.send('GET', `/applications/${id}?$expand=federatedIdentityCredentials`);
  expect(plain.body).not.toHaveProperty('federatedIdentityCredentials');
  expect(expanded.body).toMatchObject({ federatedIdentityCredentials: [credential()] });
});
