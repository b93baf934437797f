import type { GraphRequest, GraphResponse } from '../../../federation/ports';
import { createDirectorySteps } from '../../../handlers/directory-steps/directory-steps';
import type { Application } from '../../../simulation/entra/objects';
import { World, factoryClientId, tenantId } from '../../simulation/entra/world';
import { account, issuer, now } from '../ports';

const world = new World();
const { directory } = world.entra;
const github = 'https://token.actions.githubusercontent.com';
const wanted = { name: 'subject-1', issuer: github, subject: 'repo:acme/a:environment:prod' };
const admin = '99999999-0000-4000-8000-000000000001';

type Interceptor = (request: GraphRequest) => GraphResponse | undefined;

/** The steps as a function that has just started; `intercept` answers in Graph's stead where it wants to. */
const steps = (intercept: Interceptor = () => undefined, seen: GraphRequest[] = []) => {
  const handle = createDirectorySteps({
    identityProviders: [{ name: 'entra-prod', tenantId, cloud: 'public', factoryClientId, issuer }],
    directories: {
      of: () => ({
        request: async (request) => {
          seen.push(request);
          return intercept(request) ?? world.graph.request(request);
        },
      }),
    },
    clock: world.clock,
  });
  return (step: string, uniqueName: string, inputs: object) =>
    handle({
      step,
      execution: 'e-1',
      event: { trigger: 'role-created', account, roleName: uniqueName.slice(prefix.length), id: 'e', time: now },
      inputs,
    });
};

/** What the names of this account's applications begin with; the rest is the role's. */
const prefix = `aws-${account}-`;
const freshName = (): string => `${prefix}${world.name()}`;

/** The client ids that the account side has recorded, by unique name. */
const recorded = new Map<string, readonly string[]>();

const planFor = (uniqueName: string, credentials: readonly object[] = []) => ({
  identityProvider: 'entra-prod',
  uniqueName,
  displayName: uniqueName,
  identifierUri: `api://${tenantId}/${encodeURIComponent(uniqueName)}`,
  tags: ['oidc-factory'],
  knownClientIds: [],
  federatedCredentials: credentials,
});
const register = async (plan: Omit<ReturnType<typeof planFor>, 'knownClientIds'>, ...how: Parameters<typeof steps>) => {
  const { uniqueName } = plan;
  const knownClientIds = recorded.get(uniqueName) ?? [];
  const answer = await steps(...how)('entra.registerApplication', uniqueName, { plan: { ...plan, knownClientIds } });
  recorded.set(uniqueName, [...knownClientIds, String(answer['clientId'])]);
  return answer;
};
const retire = (uniqueName: string, onDelete: string, ...how: Parameters<typeof steps>) =>
  steps(...how)('entra.retireApplication', uniqueName, {
    retirement: { identityProvider: 'entra-prod', uniqueName, onDelete },
  });

const named = (uniqueName: string): Application | undefined =>
  directory.applications.all().find((one) => one.uniqueName === uniqueName);
const edit = (uniqueName: string, changes: Partial<Application>): void => {
  directory.applications.put({ ...named(uniqueName)!, ...changes });
};
const snapshot = (): string => JSON.stringify(world.entra.snapshot());
const secret = { keyId: '77777777-0000-4000-8000-000000000001', displayName: null };

describe('entra.registerApplication', () => {
  it('makes an application and service principal of our own, with what decides about its tokens', async () => {
    const name = freshName();
    const answer = await register(planFor(name, [wanted]));
    const application = named(name)!;
    expect(answer).toEqual({
      clientId: application.appId,
      audience: application.appId,
      subject: directory.servicePrincipals.live().find(({ appId }) => appId === application.appId)!.id,
      registration: 'created',
    });
    expect(application).toMatchObject({
      signInAudience: 'AzureADMyOrg',
      requestedAccessTokenVersion: 1,
      identifierUris: [`api://${tenantId}/${name}`],
      owners: [world.factory.servicePrincipalId],
      federatedIdentityCredentials: [{ ...wanted, audiences: ['api://AzureADTokenExchange'] }],
    });
  });

  it('changes nothing when it is repeated', async () => {
    const plan = planFor(freshName(), [wanted]);
    const first = await register(plan);
    const before = snapshot();
    expect(await register(plan)).toEqual({ ...first, registration: 'unchanged' });
    expect(snapshot()).toBe(before);
  });

  it.each(['a+b@c,d=e', 'x.y_z', '+', '=,='])('finds the name %s again, and no other', async (odd) => {
    const name = `${freshName()}${odd}`;
    const { clientId } = await register(planFor(name));
    expect(await register(planFor(name))).toMatchObject({ clientId, registration: 'unchanged' });
    expect(named(name)).toBeDefined();
  });

  it.each<[string, Partial<Application>]>([
    ['multi-tenant', { signInAudience: 'AzureADMultipleOrgs' }],
    ['a maker of v2 tokens', { requestedAccessTokenVersion: 2 }],
    ['known by another URI', { identifierUris: [`api://${tenantId}/other`] }],
    ['known by a further URI', { identifierUris: [`api://${tenantId}/x`, `api://${tenantId}/y`] }],
    ['signed in to by a secret', { passwordCredentials: [secret] }],
    ['signed in to by a certificate', { keyCredentials: [secret] }],
    [
      'signed in to by an unplanned subject',
      {
        federatedIdentityCredentials: [
          { ...wanted, id: 'f', subject: 'repo:evil/x', audiences: ['api://AzureADTokenExchange'], description: null },
        ],
      },
    ],
    ['signed in to by nobody any more', { federatedIdentityCredentials: [] }],
  ])('puts right an application that has become %s', async (_what, change) => {
    const name = freshName();
    const plan = planFor(name, [wanted]);
    await register(plan);
    const before = named(name)!;
    edit(name, change);
    expect(await register(plan)).toMatchObject({ registration: 'changed' });
    const { federatedIdentityCredentials } = named(name)!;
    expect(named(name)).toEqual({ ...before, federatedIdentityCredentials });
    expect(federatedIdentityCredentials.map(({ subject }) => subject)).toEqual([wanted.subject]);
  });

  it('strips a credential that matches subjects by an expression', async () => {
    const plan = planFor(freshName());
    await register(plan);
    const deleted: string[] = [];
    await register(plan, ({ method, path }) => {
      if (!path.includes('/federatedIdentityCredentials')) return undefined;
      if (method === 'GET')
        return {
          status: 200,
          body: {
            value: [
              { id: 'flexible', name: 'x', issuer: github, subject: null, audiences: ['api://AzureADTokenExchange'] },
            ],
          },
        };
      deleted.push(path);
      return { status: 204, body: undefined };
    });
    expect(deleted).toEqual([expect.stringMatching(/\/federatedIdentityCredentials\/flexible$/)]);
  });

  it('takes a secret off the service principal, which could sign in with it as well', async () => {
    const plan = planFor(freshName());
    const { clientId } = await register(plan);
    const principal = directory.servicePrincipals.live().find(({ appId }) => appId === clientId)!;
    directory.servicePrincipals.put({ ...principal, passwordCredentials: [secret], keyCredentials: [secret] });
    expect(await register(plan)).toMatchObject({ registration: 'changed' });
    expect(directory.servicePrincipals.current(principal)).toMatchObject({
      passwordCredentials: [],
      keyCredentials: [],
    });
  });

  it('brings back a deleted application with its client id and subject, and without what the plan does not name', async () => {
    const name = freshName();
    const first = await register(planFor(name, [{ ...wanted, subject: 'repo:acme/old' }]));
    edit(name, { passwordCredentials: [secret] });
    await retire(name, 'retire');
    expect(await register(planFor(name, [wanted]))).toEqual({ ...first, registration: 'restored' });
    expect(named(name)).toMatchObject({
      passwordCredentials: [],
      federatedIdentityCredentials: [{ subject: wanted.subject }],
    });
  });

  it('finds a deleted application that was renamed in the portal, pages away', async () => {
    const name = freshName();
    for (let i = 0; i < 3; i += 1)
      directory.deleteApplication(directory.createApplication({ displayName: 'x' }, admin));
    const { clientId } = await register(planFor(name));
    edit(name, { displayName: 'Renamed by somebody' });
    await retire(name, 'retire');
    // Pages of two instead of 999.
    const small = (request: GraphRequest): GraphRequest => ({
      ...request,
      path: request.path.replace('$top=999', '$top=2'),
    });
    const handle = createDirectorySteps({
      identityProviders: [{ name: 'entra-prod', tenantId, cloud: 'public', factoryClientId, issuer }],
      directories: { of: () => ({ request: (request) => world.graph.request(small(request)) }) },
      clock: world.clock,
    });
    const event = { trigger: 'role-created', account, roleName: name.slice(prefix.length), id: 'e', time: now };
    expect(
      await handle({ step: 'entra.registerApplication', execution: 'e', event, inputs: { plan: planFor(name) } }),
    ).toMatchObject({ clientId, registration: 'restored' });
  });

  it('goes on where an earlier run broke off between the two restorations', async () => {
    const name = freshName();
    const first = await register(planFor(name));
    await retire(name, 'retire');
    directory.restoreApplication(named(name)!);
    expect(await register(planFor(name))).toEqual({ ...first, registration: 'changed' });
    expect(directory.servicePrincipals.deleted().some(({ appId }) => appId === first['clientId'])).toBe(false);
  });

  it('makes a service principal where an earlier run broke off before it', async () => {
    const name = freshName();
    await expect(
      register(planFor(name), ({ path }) =>
        path.startsWith('/servicePrincipals(appId') && !path.includes(factoryClientId)
          ? { status: 503, body: undefined }
          : undefined,
      ),
    ).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await register(planFor(name))).toMatchObject({ clientId: named(name)!.appId, registration: 'changed' });
  });
});

describe('a squatter', () => {
  const squat = (name: string, owners: readonly string[], tags = ['oidc-factory']): Application =>
    directory.applications.put({
      ...directory.createApplication(
        { uniqueName: name, displayName: name, signInAudience: 'AzureADMyOrg', tags },
        undefined,
      ),
      owners,
    });

  it.each([
    ['a user', () => [admin]],
    ['nobody', () => []],
    ['a user and the factory', () => [world.factory.servicePrincipalId, admin]],
  ])('who registered the name is found out, and nothing is changed: owned by %s', async (_what, owners) => {
    const name = freshName();
    squat(name, owners());
    const before = snapshot();
    await expect(register(planFor(name))).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    await expect(retire(name, 'purge')).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    expect(snapshot()).toBe(before);
  });

  it.each([
    ['a user', () => [admin]],
    ['a user and the factory', () => [world.factory.servicePrincipalId, admin]],
  ])(
    'who deleted the application again has nothing restored and nothing purged: owned by %s',
    async (_what, owners) => {
      const name = freshName();
      directory.deleteApplication(squat(name, owners()));
      const before = snapshot();
      await expect(register(planFor(name))).rejects.toMatchObject({ name: 'ApplicationSquatted' });
      expect(await retire(name, 'purge')).toEqual({ removal: 'retired' });
      expect(snapshot()).toBe(before);
    },
  );

  it('who handed the application over to the factory gets in with no token that was made before', async () => {
    const name = freshName();
    const handedOver = squat(name, [world.factory.servicePrincipalId]);
    edit(name, { passwordCredentials: [secret] });
    const planted = directory.servicePrincipals.put({
      ...directory.createServicePrincipal(handedOver.appId, {}, undefined),
      owners: [world.factory.servicePrincipalId],
    });
    const answer = await register(planFor(name));
    expect(answer).toMatchObject({ clientId: handedOver.appId, registration: 'changed' });
    expect(answer['subject']).not.toBe(planted.id);
    expect(directory.servicePrincipals.live().map(({ id }) => id)).not.toContain(planted.id);
    expect(named(name)!.passwordCredentials).toEqual([]);
    expect(await register(planFor(name))).toEqual({ ...answer, registration: 'unchanged' });
  });

  it('who planted a plan for another role is refused before anything is asked', async () => {
    const asked: GraphRequest[] = [];
    const plan = planFor(freshName());
    const call = steps(undefined, asked)('entra.registerApplication', `${prefix}another`, { plan });
    await expect(call).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(asked).toEqual([]);
  });

  it('who owns the service principal of our application is found out', async () => {
    const name = freshName();
    const { clientId } = await register(planFor(name));
    const principal = directory.servicePrincipals.live().find(({ appId }) => appId === clientId)!;
    directory.servicePrincipals.put({ ...principal, owners: [...principal.owners, admin] });
    const before = snapshot();
    await expect(register(planFor(name, [wanted]))).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    expect(snapshot()).toBe(before);
  });
});

describe('entra.retireApplication', () => {
  it('leaves one application restorable, and says when there is nothing left to do', async () => {
    const name = freshName();
    await register(planFor(name));
    expect(await retire(name, 'retire')).toEqual({ removal: 'retired' });
    expect(await retire(name, 'retire')).toEqual({ removal: 'absent' });
    expect(directory.applications.deleted().some(({ uniqueName }) => uniqueName === name)).toBe(true);
  });

  it('purges application and service principal, and says when there is nothing left to do', async () => {
    const name = freshName();
    const { clientId } = await register(planFor(name));
    expect(await retire(name, 'purge')).toEqual({ removal: 'purged' });
    expect(named(name)).toBeUndefined();
    expect(directory.servicePrincipals.all().some(({ appId }) => appId === clientId)).toBe(false);
    expect(await retire(name, 'purge')).toEqual({ removal: 'absent' });
  });

  it.each([1, 2, 3])('finishes a purge that broke off at deletion %i', async (at) => {
    const name = freshName();
    const { clientId } = await register(planFor(name));
    let deletions = 0;
    const crash: Interceptor = ({ method }) =>
      method === 'DELETE' && (deletions += 1) === at ? { status: 503, body: undefined } : undefined;
    await expect(retire(name, 'purge', crash)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await retire(name, 'purge')).toEqual({ removal: 'purged' });
    expect(named(name)).toBeUndefined();
    expect(directory.servicePrincipals.all().some(({ appId }) => appId === clientId)).toBe(false);
  });

  it.each<[string, GraphResponse]>([
    ['refuses to show the owners', { status: 400, body: { error: { code: 'BadRequest' } } }],
    ['shows no owners', { status: 200, body: { value: [] } }],
  ])('purges nothing that it cannot prove to be ours: Graph %s', async (_what, answer) => {
    const name = freshName();
    await register(planFor(name));
    await retire(name, 'retire');
    const hidden: Interceptor = ({ path }) =>
      path.includes('$expand=owners') && path.includes('deletedItems') ? answer : undefined;
    expect(await retire(name, 'purge', hidden)).toEqual({ removal: 'retired' });
    expect(named(name)).toBeDefined();
    // Restoring is for owners alone, so it may go ahead, and is proven afterwards.
    expect(await register(planFor(name), hidden)).toMatchObject({ registration: 'restored' });
  });
});

describe('Graph', () => {
  it.each([
    [400, 'DirectoryRefused', /Values of identifierUris/],
    [403, 'DirectoryRefused', /Authorization_RequestDenied/],
    [401, 'SignInRefused', /InvalidAuthenticationToken/],
    [429, 'Throttled', /TooManyRequests/],
    [503, 'Unavailable', /no reason/],
  ])('is quoted where it answers %i', async (status, code, words) => {
    const bodies: Readonly<Record<number, object>> = {
      400: { error: { code: 'Request_BadRequest', message: 'Values of identifierUris property are wrong.' } },
      401: { error: { code: 'InvalidAuthenticationToken', message: '' } },
      403: { error: { code: 'Authorization_RequestDenied' } },
      429: { error: { code: 'TooManyRequests', message: 'later' } },
    };
    const answer = register(planFor(freshName()), ({ method }) =>
      method === 'PATCH' ? { status, body: bodies[status] } : undefined,
    );
    await expect(answer).rejects.toMatchObject({ name: code });
    await expect(answer).rejects.toThrow(words);
  });

  it.each([
    ['an application', '/applications('],
    ['a service principal', '/servicePrincipals('],
  ])('is not believed where what it shows is no %s', async (_what, path) => {
    const plan = planFor(freshName());
    await register(plan);
    const odd: Interceptor = (request) =>
      request.path.startsWith(path) ? { status: 200, body: { id: 5 } } : undefined;
    await expect(register(plan, odd)).rejects.toMatchObject({ name: 'DirectoryRefused' });
  });

  it('is asked 3 times for a new application, and 4 times where nothing is to be done', async () => {
    const plan = planFor(freshName());
    const first: GraphRequest[] = [];
    await register(plan, undefined, first);
    expect(first.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH']);
    const again: GraphRequest[] = [];
    await register(plan, undefined, again);
    expect(again.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  });

  it('is never asked by $search, and never with a name that is not encoded', async () => {
    const seen: GraphRequest[] = [];
    const name = `${freshName()}=a+b@c`;
    await register(planFor(name), undefined, seen);
    await retire(name, 'purge', undefined, seen);
    for (const { path } of seen) {
      expect(path).not.toContain('$search');
      expect(path).not.toMatch(/[ +@]/);
    }
  });
});

it('refuses an identity provider that the function does not have', async () => {
  await expect(register({ ...planFor(freshName()), identityProvider: 'other' })).rejects.toMatchObject({
    name: 'InvalidInput',
  });
});
