import { S3Client } from '@aws-sdk/client-s3';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFactoryBucket } from '../../../handlers/adapters/bucket';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

const seen: Seen[] = [];
let answer: { readonly status: number; readonly body: string } = { status: 200, body: '' };
let server: Server;
let client: S3Client;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ method: request.method!, url: request.url!, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new S3Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
    maxAttempts: 1,
  });
});
beforeEach(() => {
  seen.length = 0;
});
afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const bucket = () => createFactoryBucket(client, 'oidc-factory-222222222222-eu-west-1');
const refused = (status: number, code: string) => ({ status, body: `<Error><Code>${code}</Code></Error>` });

it('reads an object as text', async () => {
  answer = { status: 200, body: '{"a":"ü"}' };
  expect(await bucket().read('runs/lists/e/due.json')).toBe('{"a":"ü"}');
  expect(seen).toMatchObject([
    {
      method: 'GET',
      url: expect.stringMatching(/^\/oidc-factory-222222222222-eu-west-1\/runs\/lists\/e\/due\.json/) as unknown,
    },
  ]);
});

it('writes a text in the place of whatever stands there', async () => {
  answer = { status: 200, body: '' };
  await bucket().write('inventory/manifest.json', '{"a":1}');
  expect(seen).toMatchObject([{ method: 'PUT', url: expect.stringContaining('/inventory/manifest.json') as unknown }]);
  expect(seen[0]!.body).toContain('{"a":1}');
});

it.each([
  [403, 'AccessDenied', 'AccessDenied'],
  [404, 'NoSuchKey', 'InvalidInput'],
  [503, 'SlowDown', 'Throttled'],
  [500, 'InternalError', 'Unavailable'],
])('%s %s is %s, and never an empty object', async (status, code, failure) => {
  answer = refused(status, code);
  await expect(bucket().read('x')).rejects.toMatchObject({ code: failure });
});

it('says what could not be written', async () => {
  answer = refused(403, 'AccessDenied');
  await expect(bucket().write('x', '1')).rejects.toMatchObject({ code: 'AccessDenied' });
});
