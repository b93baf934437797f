import type { GraphRequest } from '../../../federation/ports';
import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import validateDirectoryObservation from '../../../schemas/generated/events/directory-observation.validate';
import type { Application, ServicePrincipal } from '../../../simulation/entra/objects';
import { DirectoryWorld, account, applicationPlan, secret, somebody, type Run } from './support';

const here = new DirectoryWorld();
const others = here.directory.applications.all();

// What is observed is the whole account: each test begins with none of its applications.
beforeEach(() => {
  const { applications } = here.directory;
  for (const application of applications.all().filter((one) => !others.includes(one))) {
    here.directory.deleteApplication(application);
    applications.purge(application);
  }
});

const observe = async (how?: Run): Promise<readonly ObservedApplication[]> => {
  const { directory } = await here.run('entra.observeApplications', undefined, {}, how);
  if (!validateDirectoryObservation(directory)) throw new TypeError('It is no observation.');
  return directory.applications;
};

/** An application of the factory's, and how it is to be observed. */
const registered = async (name = here.freshName()) => {
  const { caller } = await here.register(applicationPlan(name));
  const { clientId, subjects } = caller;
  const seen = { identityProvider: 'entra-prod', uniqueName: name, clientId, isOurs: true, isSound: true };
  return { name, seen: { ...seen, subject: subjects[0] } };
};

it('observes nothing in an account that has nothing, by one call', async () => {
  const asked: GraphRequest[] = [];
  expect(await observe({ asked })).toEqual([]);
  expect(asked).toHaveLength(1);
});

it("observes the account's applications with their service principals, and no other account's", async () => {
  const [one, other] = [await registered(), await registered()];
  await here.register(applicationPlan('aws-shared-payments-ci'));
  here.squat('aws-555555555555-web', [here.factory], { tags: ['oidc-factory', 'aws-account:555555555555'] });
  const asked: GraphRequest[] = [];
  expect(await observe({ asked })).toEqual([one.seen, other.seen]);
  expect(asked.map(({ path }) => path.split('?')[0])).toEqual([
    '/applications',
    '/servicePrincipals',
    expect.stringContaining('/servicePrincipals(appId='),
  ]);
  expect(asked.every(({ method, path }) => method === 'GET' && !path.includes('$search'))).toBe(true);
});

it("observes the account's audience application", async () => {
  const audience = { ...applicationPlan(`aws-${account}`), purpose: 'audience' };
  const { caller } = await here.register(applicationPlan(here.freshName()), undefined, audience);
  expect(await observe()).toContainEqual(
    expect.objectContaining({ uniqueName: `aws-${account}`, clientId: caller.audience, isOurs: true }),
  );
});

it.each<[string, Partial<Application>]>([
  ['a secret', { passwordCredentials: [secret] }],
  ['a certificate', { keyCredentials: [secret] }],
  ['accounts of other tenants', { signInAudience: 'AzureADMultipleOrgs' }],
  ['v2 tokens', { requestedAccessTokenVersion: 2 }],
  ['no App ID URI', { identifierUris: [] }],
  ['two App ID URIs', { identifierUris: ['api://a', 'api://b'] }],
])('says that an application is not sound with %s', async (_what, change) => {
  const { name, seen } = await registered();
  here.edit(name, change);
  expect(await observe()).toEqual([{ ...seen, isSound: false }]);
});

it.each<[string, Partial<ServicePrincipal>, Partial<ObservedApplication>]>([
  ['not sound with a secret', { passwordCredentials: [secret] }, { isSound: false }],
  ['not sound with a certificate', { keyCredentials: [secret] }, { isSound: false }],
  ["not the factory's with another owner", { owners: [somebody] }, { isOurs: false }],
  ['all right where it is disabled', { accountEnabled: false }, {}],
  ['all right where its tags were taken away', { tags: [] }, {}],
])('says of a service principal that it is %s', async (_what, change, told) => {
  const { name, seen } = await registered();
  here.editPrincipal(name, change);
  expect(await observe()).toEqual([{ ...seen, ...told }]);
});

it('observes an application without a service principal', async () => {
  const { name, seen } = await registered();
  here.directory.servicePrincipals.delete(here.principalOf(name)!);
  const { subject: _gone, ...rest } = seen;
  expect(await observe()).toEqual([rest]);
});

it.each([
  ['a user', () => [somebody]],
  ['nobody', () => []],
  ['a user and the factory', () => [here.factory, somebody]],
])("leaves a squatter's application out: owned by %s", async (_what, owners) => {
  const name = here.freshName();
  here.squat(name, owners());
  expect(await observe()).toEqual([]);
});

it.each([
  ['no unique name', null],
  ['a name that the factory does not give', 'my-app'],
  ['a name that is longer than any of the factory’s', `aws-${account}-${'x'.repeat(110)}`],
  ["another account's name", 'aws-555555555555-web'],
])('leaves out what is tagged with the account and has %s', async (_what, uniqueName) => {
  here.squat('x', [somebody], { uniqueName });
  expect(await observe()).toEqual([]);
});

it('follows the pages, whatever host they name', async () => {
  const all = [];
  for (let i = 0; i < 5; i += 1) all.push((await registered()).seen);
  const asked: GraphRequest[] = [];
  const pagesOfTwo = (request: GraphRequest) =>
    request.path.includes('$filter=tags') && !request.path.includes('skiptoken')
      ? { ...request, path: request.path.replace('$top=999', '$top=2') }
      : request;
  expect(await observe({ asked, rewrite: pagesOfTwo })).toEqual(all);
  expect(asked.filter(({ path }) => path.includes('skiptoken'))).toHaveLength(4);
  expect(asked.every(({ path }) => path.startsWith('/'))).toBe(true);
});

it('does not take a list that breaks off for a whole one', async () => {
  await expect(
    observe({ intercept: () => ({ status: 200, body: { value: [], '@odata.nextLink': 'https://evil.example/x' } }) }),
  ).rejects.toMatchObject({ name: 'DirectoryRefused' });
});
