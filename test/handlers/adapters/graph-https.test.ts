/**
 * The directory-side function as it is deployed, bundled and in a process of its own, against the local Entra over
 * HTTPS: Microsoft's own libraries sign in and call Graph, and nothing in between is a fake.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CallCounter } from '../../../simulation/calls';
import { VirtualClock } from '../../../simulation/clock';
import { LocalEntra, seededGuids } from '../../../simulation/entra';
import { IssuerRegistry, LocalIssuer } from '../../../simulation/issuers';
import { outboundIssuerUrl } from '../../../simulation/sts/outbound';
import type { DirectoryObservation } from '../../../schemas/generated/events/directory-observation.types';
import type { CallerPlan } from '../../../schemas/generated/events/caller-plan.types';
import { account, factoryClientId, issuer, tenantId } from '../ports';
import { EntraServer } from './entra-server';
import { FunctionProcess, bundleFunction } from './function-process';
import { WireServer, xml } from './http-server';

const factoryRole = 'arn:aws:iam::222222222222:role/oidc-factory-directory-steps';
const uniqueName = `aws-${account}-deployer`;
const github = 'https://token.actions.githubusercontent.com';

const calls = new CallCounter();
// The function has the machine's time, so the tenant has it too.
const clock = new VirtualClock(new Date().toISOString());
const issuers = new IssuerRegistry();
const outbound = new LocalIssuer(outboundIssuerUrl('222222222222'), clock);
issuers.register(outbound.issuer, outbound);
const entra = new LocalEntra({ tenantId, cloud: 'public', clock, issuers, calls, ids: seededGuids('https') });
const factory = entra.registerFactory({
  clientId: factoryClientId,
  federatedCredential: { issuer: outbound.issuer, subject: factoryRole },
});

let folder: string;
let bundle: string;
let server: EntraServer;
let sts: WireServer;
let ssm: WireServer;
/** A function that has been called before, and the one that a test calls. */
let warm: FunctionProcess;
let running: FunctionProcess;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'oidc-factory-https-'));
  bundle = bundleFunction('directory-steps', folder);
  server = await EntraServer.start(entra);
  sts = await WireServer.start();
  ssm = await WireServer.start();
  writeFileSync(path.join(folder, 'certificate.pem'), server.certificate);
  warm = new FunctionProcess(bundle, environment());
}, 60_000);
afterAll(async () => {
  await warm.stop();
  await server.stop();
  await sts.stop();
  await ssm.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await assertionFor(factoryRole);
  ssm.answer = () => ({ status: 400, body: { __type: 'ParameterNotFound' } });
  server.instead = () => undefined;
  running = warm;
  calls.reset();
  sts.calls.length = 0;
  server.requests.length = 0;
});
afterEach(async () => {
  if (running !== warm) await running.stop();
  const { applications, servicePrincipals } = entra.directory;
  for (const one of applications.live()) if (one.appId !== factoryClientId) entra.directory.deleteApplication(one);
  for (const one of servicePrincipals.deleted()) servicePrincipals.purge(one);
  for (const one of applications.deleted()) applications.purge(one);
});

/** What the template gives the function, and what leads it to loopback. */
const environment = () => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_STS: sts.settings.endpoint,
  AWS_ENDPOINT_URL_SSM: ssm.settings.endpoint,
  AZURE_AUTHORITY_HOST: server.authorityHost,
  GRAPH_ENDPOINT: server.graphEndpoint,
  NODE_EXTRA_CA_CERTS: path.join(folder, 'certificate.pem'),
  ENTRA_CREDENTIAL: JSON.stringify({ kind: 'aws-outbound-federation' }),
  BUCKET_NAME: 'oidc-factory-222222222222-eu-west-1',
  IDENTITY_PROVIDERS: JSON.stringify([{ name: 'entra-prod', tenantId, cloud: 'public', factoryClientId, issuer }]),
});

/** Has the test call a function of its own, which knows nothing yet. */
const startCold = (others: Readonly<Record<string, string>> = environment()): void => {
  running = new FunctionProcess(bundle, others);
};

/** Has STS give out tokens for a role. */
const assertionFor = async (subject: string): Promise<void> => {
  const token = await outbound.sign({ sub: subject, aud: 'api://AzureADTokenExchange' }, 300);
  sts.answer = () => xml('GetWebIdentityToken', `<WebIdentityToken>${token}</WebIdentityToken>`);
};

const call = (
  step: string,
  inputs: Readonly<Record<string, unknown>>,
  about: { readonly roleName?: string } = { roleName: 'Deployer' },
) =>
  running.call({
    step,
    execution: 'execution-1',
    event: { trigger: 'role-created', id: 'event-1', time: clock.now().toISOString(), account, ...about },
    inputs,
  });

const plan: CallerPlan = {
  identityProvider: 'entra-prod',
  caller: {
    kind: 'application',
    application: {
      uniqueName,
      displayName: uniqueName,
      identifierUri: `api://${tenantId}/${uniqueName}`,
      tags: ['oidc-factory', `aws-account:${account}`],
      purpose: 'caller',
      knownClientIds: [],
      federatedCredentials: [{ name: 'job', issuer: github, subject: 'repo:acme/payments:environment:prod' }],
    },
  },
};

const register = () => call('entra.registerApplication', { plan });
const retire = () =>
  call('entra.retireApplication', {
    retirement: { identityProvider: 'entra-prod', uniqueNames: [uniqueName], onDelete: 'retire' },
  });

const everything = { scope: 'everything', reason: 'a migration', by: 'somebody', since: '2027-01-04T08:00:00.000Z' };

/** Graph is throttled for the first calls, as its reference says: with a header that says how long to wait. */
const throttleFirst = (times: number, seconds: number) => {
  const at: number[] = [];
  server.instead = ({ path: target }) => {
    if (!target.startsWith('/v1.0/')) return undefined;
    at.push(performance.now());
    if (at.length > times) return undefined;
    return { status: 429, headers: { 'Retry-After': String(seconds) }, body: { error: { code: 'TooManyRequests' } } };
  };
  return at;
};

it('registers an application with its federated credential, and retires it', async () => {
  const registered = await register();

  const { applications, servicePrincipals } = entra.snapshot();
  const application = applications.find((one) => one.uniqueName === uniqueName)!;
  const principal = servicePrincipals.find((one) => one.appId === application.appId)!;
  expect(registered).toEqual({
    output: {
      caller: { clientId: application.appId, audience: application.appId, subjects: [principal.id] },
      registration: 'created',
    },
  });
  expect(application).toMatchObject({
    signInAudience: 'AzureADMyOrg',
    requestedAccessTokenVersion: 1,
    identifierUris: [`api://${tenantId}/${uniqueName}`],
    tags: ['oidc-factory', `aws-account:${account}`],
    owners: [factory.servicePrincipalId],
    federatedIdentityCredentials: [
      { issuer: github, subject: 'repo:acme/payments:environment:prod', audiences: ['api://AzureADTokenExchange'] },
    ],
  });
  expect(principal).toMatchObject({ owners: [factory.servicePrincipalId], tags: application.tags });

  expect(await retire()).toEqual({ output: { removal: 'retired' } });
  const left = entra.snapshot();
  expect(left.applications.map(({ appId }) => appId)).toEqual([factoryClientId]);
  expect(left.deletedApplications).toMatchObject([{ appId: application.appId }]);
  expect(left.deletedServicePrincipals).toMatchObject([{ id: principal.id }]);
});

it('needs a call each for what it does, one sign-in, and metadata once', async () => {
  startCold();
  await register();
  expect(sts.operations).toEqual(['GetWebIdentityToken']);
  expect(calls.snapshot()).toEqual({
    graph: {
      'GET /applications/{}': 1,
      'PATCH /applications/{}': 1,
      'POST /applications/{}/federatedIdentityCredentials': 1,
      'PATCH /servicePrincipals/{}': 1,
    },
    token: { client_credentials: 1 },
    metadata: { 'openid-configuration': 1 },
  });
  expect(server.requests.slice(0, 2)).toEqual([
    `sign-in GET /${tenantId}/v2.0/.well-known/openid-configuration`,
    `sign-in POST /${tenantId}/oauth2/v2.0/token`,
  ]);
  expect(server.requests.slice(2).filter((request) => !request.startsWith('graph '))).toEqual([]);

  calls.reset();
  sts.calls.length = 0;
  await retire();
  expect(sts.operations).toEqual([]);
  expect(calls.snapshot()).toEqual({
    graph: { 'GET /applications/{}': 1, 'GET /servicePrincipals/{}': 1, 'DELETE /applications/{}': 1 },
  });
});

it('is refused where STS vouches for another role, and says no secret', async () => {
  startCold();
  await assertionFor('arn:aws:iam::222222222222:role/another');
  const answer = await register();
  expect(answer).toMatchObject({ error: { name: 'SignInRefused' } });
  expect(calls.total('graph')).toBe(0);
  expect(entra.snapshot().applications.map(({ appId }) => appId)).toEqual([factoryClientId]);
  expect(running.said).toContain('AADSTS700213');
  expect(running.said).not.toMatch(/eyJ/);
});

it.each([
  [{ body: { Parameter: { Value: JSON.stringify({ pauses: [everything] }) } } }, 'a migration'],
  [{ body: { Parameter: { Value: 'paused' } } }, 'does not hold a list of pauses'],
  [{ status: 400, body: { __type: 'AccessDeniedException' } }, 'cannot be read (AccessDeniedException)'],
])('only reads in the tenant while everything is paused: %j', async (answer, why) => {
  ssm.answer = () => answer;
  const answered = await register();
  expect(answered).toMatchObject({ error: { name: 'Paused' } });
  expect(JSON.stringify(answered)).toContain(why);
  expect(entra.directory.applications.live().filter(({ appId }) => appId !== factoryClientId)).toEqual([]);
});

it('waits as long as Graph asks for, and goes on', async () => {
  const at = throttleFirst(1, 1);
  expect(await register()).toMatchObject({ output: { registration: 'created' } });
  expect(at[1]! - at[0]!).toBeGreaterThan(990);
});

it('leaves a long wait to the workflow', async () => {
  const at = throttleFirst(1, 60);
  expect(await register()).toMatchObject({ error: { name: 'Throttled' } });
  expect(at).toHaveLength(1);
});

it('is unavailable where the host of sign-in does not answer for Entra', async () => {
  startCold();
  server.instead = () => ({ status: 503, headers: {}, body: undefined });
  expect(await register()).toMatchObject({ error: { name: 'Unavailable' } });
});

it('does not trust a host that nobody vouches for', async () => {
  const { NODE_EXTRA_CA_CERTS: _, ...others } = environment();
  startCold(others);
  expect(await register()).toMatchObject({ error: { name: 'Unavailable' } });
  expect(server.requests).toEqual([]);
});

it('lists the applications of an account to the last page', async () => {
  const tags = [`aws-account:${account}`];
  for (let n = 0; n < 1000; n += 1) {
    const name = `aws-${account}-role-${n}`;
    const fields = { uniqueName: name, displayName: name, tags, signInAudience: 'AzureADMyOrg' } as const;
    entra.directory.createApplication(fields, factory.servicePrincipalId);
  }
  const answer = await call('entra.observeApplications', {}, {});
  const { directory } = (answer as { readonly output: { readonly directory: DirectoryObservation } }).output;
  expect(directory.applications).toHaveLength(1000);
  expect(calls.total('graph', 'GET /applications')).toBe(2);
});
