import { Faults } from '../../../simulation/faults';
import type { FaultSettings } from '../../../simulation/faults';
import { World, byUniqueName, codeOf, factoryClientId, shownBy, valuesOf } from './world';

const list = { method: 'GET', path: '/applications' } as const;
const upsert = { Prefer: 'create-if-missing' };

const withFaults = (settings: FaultSettings) => {
  const faults = new Faults(settings);
  return { faults, world: new World({ faults }) };
};

describe('throttling', () => {
  const { faults, world } = withFaults({ throttle: 1 });
  beforeEach(() => {
    faults.isOn = false;
  });

  it('answers 429 and how long to wait, and does nothing', async () => {
    const name = world.name();
    await world.graph.request(list);
    faults.isOn = true;
    for (let n = 0; n < 20; n += 1) {
      const answer = await world.upsert(name);
      expect([answer.status, codeOf(answer)]).toEqual([429, 'TooManyRequests']);
      expect(answer.retryAfterSeconds).toBeGreaterThanOrEqual(1);
      expect(answer.retryAfterSeconds).toBeLessThanOrEqual(30);
    }
    faults.isOn = false;
    expect(await world.send('GET', byUniqueName(name))).toMatchObject({ status: 404 });
    expect(await world.send('GET', byUniqueName(name))).not.toHaveProperty('retryAfterSeconds');
  });

  it('keeps the factory from signing in, for now', async () => {
    faults.isOn = true;
    const graph = world.entra.graphFor(() => world.github.jobToken({ subject: 'x' }), factoryClientId);
    await expect(graph.request(list)).rejects.toMatchObject({ code: 'Throttled' });
    const answer = await world.entra.signIn({ clientId: factoryClientId, assertion: 'x', scope: 'y/.default' });
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'Retry-After': expect.stringMatching(/^\d+$/) as unknown },
    });
  });

  it('is counted as a call', async () => {
    await world.graph.request(list);
    const before = world.calls.total();
    faults.isOn = true;
    expect((await world.graph.request(list)).status).toBe(429);
    expect(world.calls.total() - before).toBe(1);
  });

  it('leaves everybody else alone', async () => {
    faults.isOn = true;
    const assertion = await world.strangersToken();
    const { clientId } = world.stranger;
    const scope = 'https://graph.microsoft.com/.default';
    expect((await world.entra.signIn({ clientId, assertion, scope })).status).toBe(200);
    const graph = world.entra.graphFor(() => world.strangersToken(), clientId);
    expect((await graph.request(list)).status).toBe(403);
  });
});

describe('replication lag', () => {
  const { faults, world } = withFaults({ lag: 1 });
  const principalPath = (appId: string) => `/servicePrincipals(appId='${appId}')`;

  /** What has just been made, while replicas lag behind. */
  const made = async () => {
    faults.isOn = false;
    const tag = world.name();
    const application = await world.register({ tags: [tag] });
    const principal = await world.principalOf(application.appId);
    faults.isOn = true;
    return { tag, application, principal };
  };
  afterEach(() => {
    faults.isOn = false;
  });

  it('hides what is new from reads, changes, deletions and lists, until a minute has passed', async () => {
    const { tag, application, principal } = await made();
    const uniqueName = String(application['uniqueName']);
    const calls = [
      () => world.send('GET', byUniqueName(uniqueName)),
      () => world.send('GET', `/applications/${application.id}`),
      () => world.send('GET', `/applications/${application.id}/federatedIdentityCredentials`),
      () => world.send('PATCH', `/applications/${application.id}`, { notes: 'x' }),
      () => world.send('GET', principalPath(application.appId)),
      () => world.send('PATCH', `/servicePrincipals/${principal.id}`, { accountEnabled: true }),
      () => world.send('DELETE', `/servicePrincipals/${principal.id}`),
      () => world.send('DELETE', `/applications/${application.id}`),
    ];
    const byTag = `/applications?$filter=tags/any(t:t eq '${tag}')`;

    for (const call of calls) expect((await call()).status).toBe(404);
    expect(valuesOf(await world.send('GET', byTag))).toEqual([]);
    world.clock.advance(61);
    expect(valuesOf(await world.send('GET', byTag))).toHaveLength(1);
    for (const call of calls) expect([200, 204]).toContain((await call()).status);
  });

  it('does not mislead an upsert', async () => {
    const { application } = await made();
    expect((await world.upsert(String(application['uniqueName']))).status).toBe(204);
    expect((await world.send('PATCH', principalPath(application.appId), {}, upsert)).status).toBe(204);
  });

  it('lets no service principal be made for an application that is new', async () => {
    const { appId } = await world.register();
    faults.isOn = true;
    for (const attempt of [
      () => world.send('PATCH', principalPath(appId), {}, upsert),
      () => world.send('POST', '/servicePrincipals', { appId }),
    ]) {
      const answer = await attempt();
      expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_BadRequest']);
      expect(answer.body).toMatchObject({
        error: { message: expect.stringContaining('valid application') as unknown },
      });
    }
    world.clock.advance(61);
    expect((await world.send('PATCH', principalPath(appId), {}, upsert)).status).toBe(201);
  });

  it('hides what has been restored, however old it is', async () => {
    const application = await world.register();
    world.clock.advance(3600);
    await world.send('DELETE', `/applications/${application.id}`);
    await world.send('POST', `/directory/deletedItems/${application.id}/restore`);
    faults.isOn = true;
    expect((await world.send('GET', `/applications/${application.id}`)).status).toBe(404);
    world.clock.advance(61);
    expect((await world.send('GET', `/applications/${application.id}`)).status).toBe(200);
  });

  it("shows what an administrator has set up, and what was changed: the factory's own principal is always there", async () => {
    const fresh = withFaults({ lag: 1 });
    fresh.faults.isOn = true;
    expect((await fresh.world.send('GET', principalPath(factoryClientId))).status).toBe(200);

    const { application } = await made();
    world.clock.advance(61);
    await world.send('PATCH', `/applications/${application.id}`, { notes: 'changed' });
    expect((await world.send('GET', `/applications/${application.id}`)).status).toBe(200);
  });
});

it('brings the same faults for the same seed, and none while they are off', async () => {
  const statuses = async (isOn: boolean) => {
    const { faults, world } = withFaults({ throttle: 0.3, lag: 0.5, seed: 7 });
    await world.graph.request(list);
    faults.isOn = isOn;
    const seen = [];
    for (let n = 0; n < 12; n += 1) {
      const created = await world.upsert(`app-${n}`);
      const read = await world.send('GET', byUniqueName(`app-${n}`));
      seen.push([created.status, read.status, created.retryAfterSeconds ?? read.retryAfterSeconds]);
    }
    return seen;
  };
  const first = await statuses(true);
  expect(await statuses(true)).toEqual(first);
  expect(first.flat()).toEqual(expect.arrayContaining([201, 429, 404, 200]));
  expect(new Set((await statuses(false)).flat())).toEqual(new Set([201, 200, undefined]));
});

it('shows a created object in the answer to its creation', async () => {
  const { faults, world } = withFaults({ lag: 1 });
  faults.isOn = true;
  const created = await world.upsert('app');
  expect([created.status, shownBy(created)['uniqueName']]).toEqual([201, 'app']);
});
