import type { TokenCredential } from '@azure/identity';
import { Failure } from '../../../federation/failures';
import type { EntraCloud } from '../../../federation/issuer';
import type { Graph } from '../../../federation/ports';
import { createDirectories, type DirectoriesOptions } from '../../../handlers/adapters/graph';
import { literal } from '../../../handlers/directory-steps/graph/call';
import { factoryClientId, issuer, tenantId } from '../ports';

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

const sent: Sent[] = [];
let answer: () => Response | Promise<Response>;
let token: TokenCredential['getToken'];

beforeEach(() => {
  sent.length = 0;
  answer = () => new Response('{"value":[]}', { status: 200 });
  token = () => Promise.resolve({ token: 'the-token', expiresOnTimestamp: 0 });
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    sent.push({ url, method: init?.method, headers: new Headers(init?.headers), body: init?.body });
    return answer();
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const asked: (string | string[])[] = [];
const graphOf = (cloud: EntraCloud = 'public', options?: DirectoriesOptions): Graph =>
  createDirectories(
    () => ({
      getToken: (scopes, tokenOptions) => {
        asked.push(scopes);
        return token(scopes, tokenOptions);
      },
    }),
    options,
  ).of({ name: 'entra-prod', tenantId, cloud, factoryClientId, issuer });

it.each([
  ['public', 'https://graph.microsoft.com'],
  ['usgovernment', 'https://graph.microsoft.us'],
  ['china', 'https://microsoftgraph.chinacloudapi.cn'],
] as const)('speaks to the Graph of the cloud %s, with a token for it', async (cloud, host) => {
  asked.length = 0;
  await graphOf(cloud).request({ method: 'GET', path: '/applications' });
  expect(asked).toEqual([`${host}/.default`]);
  expect(sent[0]!.url).toBe(`${host}/v1.0/applications`);
  expect(sent[0]!.headers.get('authorization')).toBe('Bearer the-token');
});

it.each([
  "/applications(uniqueName='aws-1-a')?$select=id,appId&$expand=owners",
  `/applications(uniqueName=${literal("o'brien a/b?c#d%e+f&g=h https://x/y")})?$select=id`,
  `/directory/deletedItems/microsoft.graph.application?$filter=displayName%20eq%20${literal("a'b&c=d+e%f")}&$select=id&$top=100`,
  '/directory/deletedItems/microsoft.graph.application?$select=id,appId&$top=999&$skiptoken=RFNwdAIAAQ%3D%3D',
])('sends the path %s byte by byte', async (path) => {
  await graphOf().request({ method: 'GET', path });
  expect(sent[0]!.url.replace('https://graph.microsoft.com/v1.0', '')).toBe(path);
});

it.each(['POST', 'PATCH', 'DELETE'] as const)('sends a %s with its headers and body', async (method) => {
  answer = () => new Response(null, { status: 204 });
  const request = {
    method,
    path: '/applications/x',
    headers: { Prefer: 'create-if-missing' },
    ...(method !== 'DELETE' && { body: { a: 1 } }),
  };
  expect(await graphOf().request(request)).toEqual({ status: 204, body: undefined });
  expect(sent[0]).toMatchObject({ method, ...(method !== 'DELETE' && { body: '{"a":1}' }) });
  expect(sent[0]!.headers.get('prefer')).toBe('create-if-missing');
});

it.each([
  [201, '{"id":"x"}', { id: 'x' }],
  [400, '{"error":{"code":"Request_BadRequest"}}', { error: { code: 'Request_BadRequest' } }],
  [404, '', undefined],
  [429, '{"error":{"code":"TooManyRequests"}}', { error: { code: 'TooManyRequests' } }],
  [503, '<html>down</html>', undefined],
])('hands on an answer of %i once, and throws nothing', async (status, text, body) => {
  answer = () => new Response(text, { status });
  expect(await graphOf().request({ method: 'GET', path: '/applications' })).toEqual({ status, body });
  expect(sent).toHaveLength(1);
});

it.each([
  [429, '7', 7],
  [503, 'Mon, 23 Nov 2026 10:00:09 GMT', 9],
  [504, 'Mon, 23 Nov 2026 09:59:00 GMT', 0],
  [429, 'soon', undefined],
])('tells how long an answer of %i asks to wait by "%s", and does not wait itself', async (status, header, seconds) => {
  answer = () => new Response(null, { status, headers: { 'retry-after': header } });
  const clock = { now: () => new Date('2026-11-23T10:00:00Z') };
  const { retryAfterSeconds } = await graphOf('public', { clock }).request({ method: 'GET', path: '/applications' });
  expect(retryAfterSeconds).toBe(seconds);
  expect(sent).toHaveLength(1);
});

it.each(['https://127.0.0.1:8443', 'https://graph.local/behind/a/path'])(
  'speaks to %s where that is set, with the token for the cloud',
  async (endpoint) => {
    asked.length = 0;
    await graphOf('public', { endpoints: { graph: endpoint } }).request({
      method: 'GET',
      path: '/applications?$top=1',
    });
    expect(asked).toEqual(['https://graph.microsoft.com/.default']);
    expect(sent[0]!.url).toBe(`${endpoint}/v1.0/applications?$top=1`);
    expect(sent[0]!.headers.get('authorization')).toBe('Bearer the-token');
  },
);

it.each([
  ['nobody answers', () => Promise.reject(new TypeError('fetch failed'))],
  ['the answer does not come in time', () => Promise.reject(new DOMException('timed out', 'TimeoutError'))],
  [
    'the answer breaks off',
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            controller.error(new TypeError('terminated'));
          },
        }),
      ),
  ],
])('is unavailable where %s', async (_what, how) => {
  answer = how;
  await expect(graphOf().request({ method: 'GET', path: '/a' })).rejects.toMatchObject({ name: 'Unavailable' });
});

it.each(['SignInRefused', 'Throttled', 'AccessDenied'] as const)(
  'hands on a sign-in that fails with %s',
  async (code) => {
    token = () => Promise.reject(new Failure(code, 'No token.'));
    await expect(graphOf().request({ method: 'GET', path: '/a' })).rejects.toMatchObject({ name: code });
    expect(sent).toEqual([]);
  },
);

it('takes no token for a refusal', async () => {
  token = () => Promise.resolve(null);
  await expect(graphOf().request({ method: 'GET', path: '/a' })).rejects.toMatchObject({ name: 'SignInRefused' });
});
