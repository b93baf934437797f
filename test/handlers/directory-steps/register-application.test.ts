import type { Application } from '../../../simulation/entra/objects';
import { DirectoryWorld, account, applicationPlan, day, github, secret, tags, tenantId, wanted } from './support';
import type { GraphRequest } from '../../../federation/ports';

const here = new DirectoryWorld();
const { directory } = here;
const factoryAudience = 'api://AzureADTokenExchange';

describe('entra.registerApplication', () => {
  it('makes an application and service principal of our own, with what decides about its tokens', async () => {
    const name = here.freshName();
    const answer = await here.register(applicationPlan(name, [wanted]));
    const application = here.named(name)!;
    expect(answer).toEqual({
      caller: { clientId: application.appId, audience: application.appId, subjects: [here.principalOf(name)!.id] },
      registration: 'created',
    });
    expect(application).toMatchObject({
      signInAudience: 'AzureADMyOrg',
      requestedAccessTokenVersion: 1,
      identifierUris: [`api://${tenantId}/${name}`],
      owners: [here.factory],
      tags,
      federatedIdentityCredentials: [{ ...wanted, audiences: [factoryAudience] }],
    });
    expect(here.principalOf(name)).toMatchObject({ owners: [here.factory], tags, accountEnabled: true });
  });

  it('changes nothing when it is repeated', async () => {
    const plan = applicationPlan(here.freshName(), [wanted]);
    const first = await here.register(plan);
    const before = here.snapshot();
    expect(await here.register(plan)).toEqual({ ...first, registration: 'unchanged' });
    expect(here.snapshot()).toBe(before);
  });

  it.each(['a+b@c,d=e', 'x.y_z', '+', '=,='])('finds the name %s again, and no other', async (odd) => {
    const name = `${here.freshName()}${odd}`;
    const { caller } = await here.register(applicationPlan(name));
    expect(await here.register(applicationPlan(name))).toEqual({ caller, registration: 'unchanged' });
    expect(here.named(name)).toBeDefined();
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
          { ...wanted, id: 'f', subject: 'repo:evil/x', audiences: [factoryAudience], description: null },
        ],
      },
    ],
    ['signed in to by nobody any more', { federatedIdentityCredentials: [] }],
    ['untagged', { tags: [] }],
  ])('puts right an application that has become %s', async (_what, change) => {
    const name = here.freshName();
    const plan = applicationPlan(name, [wanted]);
    await here.register(plan);
    const before = here.named(name)!;
    here.edit(name, change);
    expect(await here.register(plan)).toMatchObject({ registration: 'changed' });
    const { federatedIdentityCredentials } = here.named(name)!;
    expect(here.named(name)).toEqual({ ...before, federatedIdentityCredentials });
    expect(federatedIdentityCredentials.map(({ subject }) => subject)).toEqual([wanted.subject]);
  });

  it('tags a service principal again, and leaves it the tags that others gave it', async () => {
    const plan = applicationPlan(here.freshName());
    await here.register(plan);
    here.editPrincipal(plan.uniqueName, { tags: ['HideApp'] });
    expect(await here.register(plan)).toMatchObject({ registration: 'changed' });
    expect(here.principalOf(plan.uniqueName)!.tags).toEqual(['HideApp', ...tags]);
  });

  it('strips a credential that matches subjects by an expression', async () => {
    const plan = applicationPlan(here.freshName());
    await here.register(plan);
    const deleted: string[] = [];
    const flexible = { id: 'flexible', name: 'x', issuer: github, subject: null, audiences: [factoryAudience] };
    await here.register(plan, {
      intercept: ({ method, path }) => {
        if (!path.includes('/federatedIdentityCredentials')) return undefined;
        if (method === 'GET') return { status: 200, body: { value: [flexible] } };
        deleted.push(path);
        return { status: 204, body: undefined };
      },
    });
    expect(deleted).toEqual([expect.stringMatching(/\/federatedIdentityCredentials\/flexible$/)]);
  });

  it('takes a secret off the service principal, which could sign in with it as well', async () => {
    const plan = applicationPlan(here.freshName());
    await here.register(plan);
    here.editPrincipal(plan.uniqueName, { passwordCredentials: [secret], keyCredentials: [secret] });
    expect(await here.register(plan)).toMatchObject({ registration: 'changed' });
    expect(here.principalOf(plan.uniqueName)).toMatchObject({ passwordCredentials: [], keyCredentials: [] });
  });

  it('asks 3 times for a new application, and 4 times where nothing is to be done', async () => {
    const plan = applicationPlan(here.freshName());
    const first: GraphRequest[] = [];
    await here.register(plan, { asked: first });
    expect(first.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH']);
    const again: GraphRequest[] = [];
    await here.register(plan, { asked: again });
    expect(again.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  });
});

describe('an application that was deleted', () => {
  it('comes back with its client id and subject, and without what the plan does not name', async () => {
    const name = here.freshName();
    const { caller } = await here.register(applicationPlan(name, [{ ...wanted, subject: 'repo:acme/old' }]));
    here.edit(name, { passwordCredentials: [secret] });
    await here.retire(name, 'retire');
    expect(await here.register(applicationPlan(name, [wanted]))).toEqual({ caller, registration: 'restored' });
    expect(here.named(name)).toMatchObject({
      passwordCredentials: [],
      federatedIdentityCredentials: [{ subject: wanted.subject }],
    });
  });

  it('is found where it was renamed in the portal, pages away', async () => {
    const name = here.freshName();
    for (let i = 0; i < 3; i += 1)
      directory.deleteApplication(directory.createApplication({ displayName: 'x' }, undefined));
    const { caller } = await here.register(applicationPlan(name));
    here.edit(name, { displayName: 'Renamed by somebody' });
    await here.retire(name, 'retire');
    const pagesOfTwo = (request: GraphRequest) => ({ ...request, path: request.path.replace('$top=999', '$top=2') });
    expect(await here.register(applicationPlan(name), { rewrite: pagesOfTwo })).toEqual({
      caller,
      registration: 'restored',
    });
  });

  it('is brought back to the end where an earlier run broke off between the two restorations', async () => {
    const name = here.freshName();
    const { caller } = await here.register(applicationPlan(name));
    await here.retire(name, 'retire');
    directory.restoreApplication(here.named(name)!);
    expect(await here.register(applicationPlan(name))).toEqual({ caller, registration: 'changed' });
    expect(directory.servicePrincipals.deleted().some(({ appId }) => appId === caller.clientId)).toBe(false);
  });

  it('comes back with the service principal that it had last', async () => {
    const name = here.freshName();
    const { caller } = await here.register(applicationPlan(name));
    // An earlier one, which was made anew because nobody knew it.
    const id = '11111111-0000-4000-8000-00000000000a';
    directory.servicePrincipals.delete(directory.servicePrincipals.put({ ...here.principalOf(name)!, id }));
    here.world.clock.advance(day);
    await here.retire(name, 'retire');
    expect(await here.register(applicationPlan(name))).toEqual({ caller, registration: 'restored' });
  });
});

describe('whoever was shut out', () => {
  it.each<[string, (name: string) => Promise<unknown>]>([
    ['where nothing is to be done', () => Promise.resolve()],
    ['where the application comes back', (name) => here.retire(name, 'retire')],
    ['where the service principal is made anew', (name) => Promise.resolve(here.recorded.delete(name))],
    [
      'where an earlier run broke off while making it anew',
      (name) => {
        here.recorded.delete(name);
        directory.servicePrincipals.delete(here.principalOf(name)!);
        return Promise.resolve();
      },
    ],
  ])('is not let in by a registration: %s', async (_where, meanwhile) => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    here.editPrincipal(name, { accountEnabled: false });
    await meanwhile(name);
    await here.register(applicationPlan(name));
    expect(here.principalOf(name)).toMatchObject({ accountEnabled: false });
  });
});

it('makes a service principal where an earlier run broke off before it', async () => {
  const name = here.freshName();
  const own = here.register(applicationPlan(name), {
    intercept: ({ path, method }) =>
      path.startsWith('/servicePrincipals(appId') && method === 'PATCH' ? { status: 503, body: undefined } : undefined,
  });
  await expect(own).rejects.toMatchObject({ name: 'Unavailable' });
  expect(await here.register(applicationPlan(name))).toMatchObject({
    caller: { clientId: here.named(name)!.appId },
    registration: 'changed',
  });
});

describe('a plan', () => {
  const audienceName = `aws-${account}`;
  const audiencePlan = { ...applicationPlan(audienceName), purpose: 'audience' };

  it('with an audience application has tokens made for that, and a caller of its own for each role', async () => {
    const [one, other] = [here.freshName(), here.freshName()];
    const first = await here.register(applicationPlan(one), undefined, audiencePlan);
    const { appId } = here.named(audienceName)!;
    const audiencePrincipal = here.principalOf(audienceName)!.id;
    expect(first).toEqual({
      caller: {
        clientId: here.named(one)!.appId,
        audience: appId,
        audienceClientId: appId,
        subjects: [here.principalOf(one)!.id],
      },
      registration: 'created',
    });
    const second = await here.register(applicationPlan(other), undefined, audiencePlan);
    expect(second.caller).toMatchObject({ audience: appId, subjects: [here.principalOf(other)!.id] });
    expect(here.principalOf(audienceName)!.id).toBe(audiencePrincipal);
    expect(await here.register(applicationPlan(other), undefined, audiencePlan)).toEqual({
      ...second,
      registration: 'unchanged',
    });
    here.edit(audienceName, { passwordCredentials: [secret] });
    expect(await here.register(applicationPlan(other), undefined, audiencePlan)).toEqual({
      ...second,
      registration: 'changed',
    });
    expect(here.named(audienceName)!.passwordCredentials).toEqual([]);
  });

  it('for a shared caller has the same one for every role', async () => {
    const plan = applicationPlan('aws-shared-payments-ci');
    const { caller } = await here.register(plan);
    expect(await here.register(plan)).toEqual({ caller, registration: 'unchanged' });
  });

  it('for a caller that exists is handed on, and Graph is not asked', async () => {
    const asked: GraphRequest[] = [];
    const [principal, audience] = ['51000000-0000-4000-8000-000000000001', 'c1000000-0000-4000-8000-000000000001'];
    const caller = { kind: 'existing', principals: [principal], audience };
    const inputs = { plan: { identityProvider: 'entra-prod', caller } };
    expect(await here.run('entra.registerApplication', 'web', inputs, { asked })).toEqual({
      caller: { audience, subjects: [principal] },
      registration: 'existing',
    });
    expect(asked).toEqual([]);
  });

  const own = applicationPlan(`aws-${account}-web`);
  it.each<[string, object, object?]>([
    ["for another role's application", applicationPlan(`aws-${account}-another`)],
    ["for another account's application", applicationPlan('aws-555555555555-web')],
    ['for a shared application without a name', applicationPlan('aws-shared-')],
    ['for the audience application as caller', audiencePlan],
    ['for an audience as caller', { ...own, purpose: 'audience' }],
    ['for a shared caller with an audience application', applicationPlan('aws-shared-a'), audiencePlan],
    ["for another account's audience", own, { ...audiencePlan, uniqueName: 'aws-555555555555' }],
    ['for an audience that is a caller', own, { ...audiencePlan, purpose: 'caller' }],
    ['for an audience that somebody can sign in as', own, { ...audiencePlan, federatedCredentials: [wanted] }],
  ])('%s is refused before anything is asked', async (_what, ...[application, audienceApplication]) => {
    const asked: GraphRequest[] = [];
    const plan = {
      identityProvider: 'entra-prod',
      caller: { kind: 'application', application },
      ...(audienceApplication && { audienceApplication }),
    };
    await expect(here.run('entra.registerApplication', 'web', { plan }, { asked })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    expect(asked).toEqual([]);
  });

  it('for an identity provider that the function does not have is refused', async () => {
    const caller = { kind: 'application', application: own };
    await expect(
      here.run('entra.registerApplication', 'web', { plan: { identityProvider: 'other', caller } }),
    ).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
