/**
 * The callers as a person reads them, in a process of its own against the local Entra over HTTPS: Microsoft's own library
 * signs in by the environment, as it would by `az login`.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import { CallCounter } from '../../../simulation/calls';
import { VirtualClock } from '../../../simulation/clock';
import { LocalEntra, seededGuids } from '../../../simulation/entra';
import { IssuerRegistry, LocalIssuer } from '../../../simulation/issuers';
import { EntraServer } from '../../handlers/adapters/entra-server';
import { WireServer, xml } from '../../handlers/adapters/http-server';
import { factoryClientId, policy, tenantId } from '../../handlers/ports';
import { root } from '../support';

const clock = new VirtualClock(new Date().toISOString());
const issuers = new IssuerRegistry();
const outside = new LocalIssuer('https://idp.example/person', clock);
issuers.register(outside.issuer, outside);
const calls = new CallCounter();
const entra = new LocalEntra({ tenantId, cloud: 'public', clock, issuers, calls, ids: seededGuids('callers') });
const factory = entra.registerFactory({
  clientId: factoryClientId,
  federatedCredential: { issuer: outside.issuer, subject: 'person' },
});

let folder: string;
let server: EntraServer;
let sts: WireServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'oidc-factory-callers-'));
  const build = pathToFileURL(path.join(root, 'build', 'bundle.mjs')).href;
  const entries = { sources: path.join(root, 'scripts', 'inventory', 'open-sources.ts') };
  const script = `const { buildBundles } = await import(${JSON.stringify(build)});
    await buildBundles({ entries: ${JSON.stringify(entries)}, outdir: ${JSON.stringify(folder)} });`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
  server = await EntraServer.start(entra);
  sts = await WireServer.start();
  writeFileSync(path.join(folder, 'certificate.pem'), server.certificate);
  writeFileSync(
    path.join(folder, 'token'),
    await outside.sign({ sub: 'person', aud: 'api://AzureADTokenExchange' }, 3600),
  );
}, 60_000);
afterAll(async () => {
  await server.stop();
  await sts.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a process finds that is signed in, or is not. */
const callersSeen = async (signedIn: Readonly<Record<string, string>>): Promise<unknown> => {
  sts.answer = () => xml('GetCallerIdentity', '<Account>222222222222</Account>');
  const program = `const { openLiveSources } = require(process.argv[1]);
    openLiveSources({ authorityHost: process.argv[2], graph: process.argv[3] })(JSON.parse(process.argv[4]))
      .then((sources) => sources.callers())
      .then((callers) => console.log(JSON.stringify({ callers })), ({ name }) => console.log(JSON.stringify({ name })));`;
  const wish = JSON.stringify({ policy, role: 'audit', table: 'oidc-factory' });
  const words = ['-e', program, path.join(folder, 'sources.js'), server.authorityHost, server.graphEndpoint, wish];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: {
      PATH: '',
      NODE_PATH: path.join(root, 'node_modules'),
      AWS_ACCESS_KEY_ID: 'AKIDTEST',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: sts.settings.endpoint,
      NODE_EXTRA_CA_CERTS: path.join(folder, 'certificate.pem'),
      ...signedIn,
    },
  });
  return JSON.parse(stdout);
};

const register = (uniqueName: string, tag: string, owner: string): ObservedApplication => {
  const { directory } = entra;
  const tags = ['oidc-factory', tag];
  const application = directory.createApplication(
    {
      uniqueName,
      displayName: uniqueName,
      signInAudience: 'AzureADMyOrg',
      requestedAccessTokenVersion: 1,
      identifierUris: [`api://${tenantId}/${uniqueName}`],
      tags,
    },
    owner,
  );
  const principal = directory.createServicePrincipal(application.appId, { tags }, owner);
  return {
    identityProvider: 'entra-prod',
    uniqueName,
    clientId: application.appId,
    subject: principal.id,
    isOurs: true,
    isSound: true,
  };
};

it('are those of every account, by one listing of applications and one of service principals', async () => {
  const seen = [
    register('aws-444444444444-web', 'aws-account:444444444444', factory.servicePrincipalId),
    register('aws-555555555555-web', 'aws-account:555555555555', factory.servicePrincipalId),
    register('aws-shared-ci', 'shared-caller:ci', factory.servicePrincipalId),
  ];
  register('something', 'aws-account:444444444444', factory.servicePrincipalId);
  register('aws-444444444444-squat', 'aws-account:444444444444', '5a000000-0000-4000-8000-000000005a00');
  server.requests.length = 0;
  const answer = await callersSeen({
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: factoryClientId,
    AZURE_FEDERATED_TOKEN_FILE: path.join(folder, 'token'),
  });
  expect(answer).toEqual({ callers: seen });
  expect(server.requests.filter((request) => request.startsWith('graph'))).toEqual([
    'graph GET /v1.0/applications',
    'graph GET /v1.0/servicePrincipals',
    expect.stringMatching(/^graph GET \/v1.0\/servicePrincipals\(appId=/),
  ]);
}, 60_000);

it('are not read where nobody is signed in', async () => {
  expect(await callersSeen({})).toEqual({ name: 'DirectoryNotRead' });
}, 60_000);
