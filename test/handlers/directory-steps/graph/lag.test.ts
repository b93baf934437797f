import type { GraphRequest } from '../../../../federation/ports';
import { lagOf } from '../../../../handlers/directory-steps/graph/lag';
import { DirectoryWorld, applicationPlan, secret, wanted } from '../support';

const minutes = 60;
const notFound = { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };
const noApplication = { status: 400, body: { error: { code: 'Request_BadRequest' } } };

describe('what is refused', () => {
  const now = '2026-11-23T10:00:00Z';
  it.each([
    ['now', now, true],
    ['14 minutes ago', '2026-11-23T09:46:00Z', true],
    ['15 minutes ago', '2026-11-23T09:45:00Z', false],
    ['a moment ahead, by a clock that goes wrong', '2026-11-23T10:00:05Z', true],
    ['at a time that Graph does not tell', null, false],
    ['at a time that Graph does not show', undefined, false],
    ['at no time', 'yesterday', false],
  ])('is waited for where it was made %s', (_when, createdDateTime, isWaitedFor) => {
    const clock = { now: () => new Date(now) };
    const meanings = lagOf({ ...(createdDateTime !== undefined && { createdDateTime }) }, clock);
    expect(meanings).toEqual({ ...(isWaitedFor && { 400: 'ReplicationLag' }), 404: 'ReplicationLag' });
    expect(lagOf({ createdDateTime: '2020-01-01T00:00:00Z' }, clock, true)).toHaveProperty('400');
  });
});

describe('a registration', () => {
  const here = new DirectoryWorld();

  /** Registers, then lets time pass, and something happen that has to be put right. */
  const seconds = async (passed: number, change: (name: string) => void) => {
    const plan = applicationPlan(here.freshName(), [wanted]);
    await here.register(plan);
    here.world.clock.advance(passed);
    change(plan.uniqueName);
    return plan;
  };
  const byId = ({ path }: GraphRequest): boolean => /^\/(applications|servicePrincipals)\/[\w-]+/.test(path);

  it.each<[string, (name: string) => void]>([
    ['its federated credentials are read', () => undefined],
    [
      'its certificates are taken away',
      (name) => {
        here.edit(name, { keyCredentials: [secret] });
      },
    ],
    [
      "its service principal's certificates are taken away",
      (name) => {
        here.editPrincipal(name, { keyCredentials: [secret] });
      },
    ],
    [
      'its tokens are corrected',
      (name) => {
        here.edit(name, { requestedAccessTokenVersion: 2 });
      },
    ],
    [
      'its tags are put back',
      (name) => {
        here.edit(name, { tags: [] });
      },
    ],
  ])('waits where an object is not found, and where only a new one is refused: %s', async (_when, change) => {
    const intercept = (request: GraphRequest) => (byId(request) ? notFound : undefined);
    await expect(here.register(await seconds(14 * minutes, change), { intercept })).rejects.toMatchObject({
      name: 'ReplicationLag',
    });
    const old = await seconds(16 * minutes, change);
    await expect(here.register(old, { intercept })).rejects.toMatchObject({ name: 'ReplicationLag' });
    const refusal = (request: GraphRequest) => (byId(request) ? noApplication : undefined);
    await expect(here.register(old, { intercept: refusal })).rejects.toMatchObject({ name: 'DirectoryRefused' });
  });

  it('waits where the service principal cannot be made for an application that is new, or has none yet', async () => {
    const intercept = ({ method, path }: GraphRequest) =>
      method === 'PATCH' && path.startsWith('/servicePrincipals(') ? noApplication : undefined;
    const fresh = here.register(applicationPlan(here.freshName()), { intercept });
    await expect(fresh).rejects.toMatchObject({ name: 'ReplicationLag' });
    const plan = await seconds(16 * minutes, (name) => {
      const principal = here.principalOf(name)!;
      here.directory.servicePrincipals.delete(principal);
      here.directory.servicePrincipals.purge(principal);
    });
    await expect(here.register(plan, { intercept })).rejects.toMatchObject({ name: 'ReplicationLag' });
  });

  it('does not wait where an old application’s service principal cannot be made anew', async () => {
    const plan = await seconds(16 * minutes, (name) => here.recorded.delete(name));
    const registered = here.register(plan, {
      intercept: ({ method, path }) =>
        method === 'PATCH' && path.startsWith('/servicePrincipals(') ? noApplication : undefined,
    });
    await expect(registered).rejects.toMatchObject({ name: 'DirectoryRefused' });
  });

  it('waits for what has just been brought back, however old it is', async () => {
    const plan = await seconds(16 * minutes, () => undefined);
    await here.retire(plan.uniqueName, 'retire');
    const lagging = (request: GraphRequest) => (byId(request) ? notFound : undefined);
    await expect(here.register(plan, { intercept: lagging })).rejects.toMatchObject({ name: 'ReplicationLag' });
    expect(await here.register(plan)).toMatchObject({ registration: 'changed' });
  });

  it('waits where its own application of a moment ago holds the name, and is not shown', async () => {
    const plan = await seconds(5, () => undefined);
    const intercept = ({ method, path }: GraphRequest) => {
      if (!path.startsWith('/applications(')) return undefined;
      if (method === 'GET') return notFound;
      return { status: 400, body: { error: { code: 'Request_BadRequest', details: [{ code: 'ObjectConflict' }] } } };
    };
    await expect(here.register(plan, { intercept })).rejects.toMatchObject({ name: 'ReplicationLag' });
  });

  it('waits where a secret that it was shown is gone already', async () => {
    const plan = await seconds(16 * minutes, (name) => {
      here.edit(name, { passwordCredentials: [secret] });
    });
    const intercept = ({ path }: GraphRequest) => (path.endsWith('/removePassword') ? noApplication : undefined);
    await expect(here.register(plan, { intercept })).rejects.toMatchObject({ name: 'ReplicationLag' });
  });

  it('does not wait where a federated credential is refused', async () => {
    const registered = here.register(applicationPlan(here.freshName(), [wanted]), {
      intercept: ({ path }) => (path.endsWith('/federatedIdentityCredentials') ? noApplication : undefined),
    });
    await expect(registered).rejects.toMatchObject({ name: 'DirectoryRefused' });
  });
});

it.each([5, 16 * minutes])(
  'a retirement looks once more for what was shown and is not found, %i s old',
  async (age) => {
    const here = new DirectoryWorld();
    const name = here.freshName();
    await here.register(applicationPlan(name));
    here.world.clock.advance(age);
    const intercept = ({ method }: GraphRequest) => (method === 'DELETE' ? notFound : undefined);
    await expect(here.retire(name, 'retire', { intercept })).rejects.toMatchObject({ name: 'ReplicationLag' });
    expect(await here.retire(name, 'retire')).toEqual({ removal: 'retired' });
  },
);
