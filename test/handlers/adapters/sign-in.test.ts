import https from 'node:https';
import { ClientAssertionCredential, type ClientAssertionCredentialOptions } from '@azure/identity';
import { STSClient } from '@aws-sdk/client-sts';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Failure } from '../../../federation/failures';
import { createSignIn, signInByOutboundFederation } from '../../../handlers/adapters/entra-credential';
import { watched } from '../../../handlers/adapters/sign-in-watch';
import { told } from '../../../handlers/observed-handler';
import { factoryClientId, issuer, tenantId } from '../ports';
import { WireServer, xml, xmlError } from './http-server';

type Policies = NonNullable<ClientAssertionCredentialOptions['additionalPolicies']>;
type Network = Policies[number]['policy']['sendRequest'];

const scope = 'https://graph.microsoft.com/.default';
const assertion = 'eyJhbGciOiJub25lIn0.assertion';

/** Microsoft's own credential, whose requests end at `network` instead of the network. */
const credential = (network: Network, getAssertion = () => Promise.resolve(assertion)) =>
  watched('No token.', ({ options, passing }) => {
    const policy = { name: 'network', sendRequest: network };
    return new ClientAssertionCredential(tenantId, factoryClientId, () => passing(getAssertion), {
      ...options,
      additionalPolicies: [...(options.additionalPolicies ?? []), { position: 'perRetry', policy }],
    });
  });

const answering =
  (status: number, body: object, sent: string[] = []): Network =>
  (request) => {
    sent.push(`${request.url} ${JSON.stringify(request.body)}`);
    return Promise.resolve({ request, status, headers: request.headers, bodyAsText: JSON.stringify(body) });
  };
const refusal = {
  error: 'invalid_client',
  error_description: 'AADSTS700213: No matching record.',
  error_codes: [700213],
};

it('signs in with the assertion, and uses the token again', async () => {
  const sent: string[] = [];
  const body = { token_type: 'Bearer', expires_in: 3600, access_token: 'the-token' };
  const signedIn = credential(answering(200, body, sent));
  expect((await signedIn.getToken(scope))?.token).toBe('the-token');
  expect((await signedIn.getToken(scope))?.token).toBe('the-token');
  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain(`/${tenantId}/oauth2/v2.0/token`);
  expect(sent[0]).toContain(`client_assertion=${assertion}`);
});

it.each([
  [401, 'SignInRefused'],
  [400, 'SignInRefused'],
  [429, 'Throttled'],
  [500, 'Unavailable'],
  [503, 'Unavailable'],
])('says what an answer of %i means, after one attempt', async (status, code) => {
  const sent: string[] = [];
  await expect(credential(answering(status, refusal, sent)).getToken(scope)).rejects.toMatchObject({ name: code });
  expect(sent).toHaveLength(1);
});

it('is unavailable where nobody answers, also after an answer before', async () => {
  const down = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  let network = answering(401, refusal);
  const signedIn = credential((...args) => network(...args));
  await expect(signedIn.getToken(scope)).rejects.toMatchObject({ name: 'SignInRefused' });
  network = () => Promise.reject(down);
  await expect(signedIn.getToken(scope)).rejects.toMatchObject({ name: 'Unavailable' });
});

it('hands on why there was no assertion', async () => {
  const failure = new Failure('Throttled', 'AWS STS gives no token.');
  const signedIn = credential(answering(200, {}), () => Promise.reject(failure));
  await expect(signedIn.getToken(scope)).rejects.toBe(failure);
});

it('leaves the assertion out of what is logged of a failure', async () => {
  const error: unknown = await credential(answering(401, refusal))
    .getToken(scope)
    .catch((caught: unknown) => caught);
  const logged = JSON.stringify(told(error));
  expect(logged).toContain('AADSTS700213');
  expect(logged).not.toContain(assertion);
});

it('logs of an error no attributes, which may be whole requests', () => {
  const inner = Object.assign(new Error('inner'), { request: { body: `client_assertion=${assertion}` } });
  const logged = told(new Failure('Unavailable', 'x', { cause: inner }));
  expect(logged).toMatchObject({ name: 'Unavailable', cause: { name: 'Error', message: 'inner' } });
  expect(JSON.stringify([logged, told('text')])).not.toContain('assertion');
});

describe('with a token of AWS STS', () => {
  let server: WireServer;
  beforeAll(async () => {
    server = await WireServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.calls.length = 0;
  });

  const provider = { name: 'entra-prod', tenantId, factoryClientId, issuer };

  it.each([
    ['public', 'api://AzureADTokenExchange'],
    ['usgovernment', 'api://AzureADTokenExchangeUSGov'],
    ['china', 'api://AzureADTokenExchangeChina'],
  ] as const)('asks for one that the cloud %s exchanges, and hands on what STS says', async (cloud, audience) => {
    server.answer = () => xmlError('AccessDenied', 403);
    const signIn = signInByOutboundFederation(new STSClient(server.settings))({ ...provider, cloud });
    await expect(signIn.getToken(scope)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(server.calls).toMatchObject([
      {
        operation: 'GetWebIdentityToken',
        input: { 'Audience.member.1': audience, SigningAlgorithm: 'RS256', DurationSeconds: '300' },
      },
    ]);
  });

  it('does not go on without one', async () => {
    server.answer = () => xml('GetWebIdentityToken', '');
    const signIn = signInByOutboundFederation(new STSClient(server.settings))({ ...provider, cloud: 'public' });
    await expect(signIn.getToken(scope)).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it.each(['aws-outbound-federation', 'secrets-manager'] as const)(
    'signs in at the host that is set, and asks nobody about it: %s',
    async (kind) => {
      server.answer = ({ operation }) =>
        operation === 'GetSecretValue'
          ? { body: { SecretString: 'a-secret' } }
          : xml('GetWebIdentityToken', `<WebIdentityToken>${assertion}</WebIdentityToken>`);
      // Nobody listens there; Microsoft's own hosts are out of reach as well, and would be asked first.
      const asked: string[] = [];
      const request = jest.spyOn(https, 'request').mockImplementation((...args: unknown[]) => {
        const [to] = args;
        asked.push(to instanceof URL ? to.host : JSON.stringify(to));
        throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      });
      const endpoints = { authorityHost: 'https://login.local:8443' };
      const signIn = createSignIn(
        { kind, secretArn: 'arn:aws:secretsmanager:x' },
        {
          ...clients(),
          endpoints,
        },
      );
      await expect(signIn({ ...provider, cloud: 'public' }).getToken(scope)).rejects.toMatchObject({
        name: 'Unavailable',
      });
      request.mockRestore();
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.join()).toContain('login.local');
      expect(asked.join()).not.toContain('microsoftonline');
    },
  );

  const clients = () => ({
    sts: new STSClient(server.settings),
    secrets: new SecretsManagerClient(server.settings),
    clock: { now: () => new Date() },
  });

  it('or with a secret, whose words are passed on where it cannot be read', async () => {
    server.answer = () => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } });
    const signIn = createSignIn({ kind: 'secrets-manager', secretArn: 'arn:aws:secretsmanager:x' }, clients());
    await expect(signIn({ ...provider, cloud: 'public' }).getToken(scope)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(server.calls).toMatchObject([
      { operation: 'GetSecretValue', input: { SecretId: 'arn:aws:secretsmanager:x' } },
    ]);
    server.answer = () => ({ body: { Name: 'binary' } });
    await expect(signIn({ ...provider, cloud: 'public' }).getToken(scope)).rejects.toMatchObject({
      name: 'SignInRefused',
    });
  });

  it('but not with a secret that is not named', () => {
    expect(() => createSignIn({ kind: 'secrets-manager' }, clients())).toThrow(Failure);
  });
});
