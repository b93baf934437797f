import { LocalEntra, githubIssuer, seededGuids } from '../../../simulation/entra';
import { World, day, factoryClientId } from './world';

const list = { method: 'GET', path: '/applications' } as const;

it('signs in once, and again shortly before the token ends', async () => {
  const world = new World();
  await Promise.all([world.graph.request(list), world.graph.request(list)]);
  world.clock.advance(3200);
  await world.graph.request(list);
  expect(world.calls.total('token')).toBe(1);

  world.clock.advance(200);
  expect((await world.graph.request(list)).status).toBe(200);
  world.clock.advance(day);
  expect((await world.graph.request(list)).status).toBe(200);
  expect(world.calls.total('token')).toBe(3);
});

it('counts calls of Graph by route, apart from sign-ins', async () => {
  const world = new World();
  await world.upsert('app');
  await world.send('GET', "/applications(uniqueName='app')");
  await world.send('GET', '/applications?$top=1');
  expect(world.calls.snapshot()).toEqual({
    graph: { 'GET /applications': 1, 'GET /applications/{}': 1, 'PATCH /applications/{}': 1 },
    token: { client_credentials: 1 },
  });
});

it('fails with a code where Entra refuses the sign-in, and tries again when asked again', async () => {
  const world = new World();
  let subject = 'repo:acme/other:environment:prod';
  const graph = world.entra.graphFor(() => world.github.jobToken({ subject }), factoryClientId);

  await expect(graph.request(list)).rejects.toMatchObject({ name: 'SignInRefused', code: 'SignInRefused' });
  await expect(graph.request(list)).rejects.toThrow(/AADSTS700213/);
  subject = 'repo:acme/factory:environment:prod';
  expect((await graph.request(list)).status).toBe(200);
});

it('hands on what the assertion itself fails with', async () => {
  const world = new World();
  const failure = new TypeError('no assertion');
  const graph = world.entra.graphFor(() => Promise.reject(failure), factoryClientId);
  await expect(graph.request(list)).rejects.toBe(failure);
  expect(world.calls.total('token')).toBe(0);
});

it('serves another cloud under its own hosts', async () => {
  const { clock, calls, issuers, github } = new World();
  const entra = new LocalEntra({
    tenantId: 'bbbbbbbb-0000-4000-8000-000000000000',
    cloud: 'china',
    clock,
    calls,
    issuers,
    ids: seededGuids('china'),
  });
  const { clientId } = entra.registerFactory({
    clientId: factoryClientId,
    federatedCredential: { issuer: githubIssuer, subject: 'x' },
  });
  const assertion = await github.jobToken({ subject: 'x' });
  const graph = entra.graphFor(() => Promise.resolve(assertion), clientId);
  expect((await graph.request(list)).status).toBe(200);
  const foreign = await entra.signIn({ clientId, assertion, scope: 'https://graph.microsoft.com/.default' });
  expect(foreign.status).toBe(400);
});
