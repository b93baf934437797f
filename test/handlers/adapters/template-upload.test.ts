import { S3Client } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { templateUpload } from '../../../handlers/adapters/template-upload';
import { WireServer } from './http-server';

let server: WireServer;
let client: S3Client;
beforeAll(async () => {
  server = await WireServer.start();
  client = new S3Client({ ...server.settings, forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const place = { bucket: 'b', owner: '111111111111', region: 'eu-west-1' };
const hash = createHash('sha256').update('{}').digest('hex');

it.each([
  ['aws', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
] as const)('puts a template of %s under its hash, into a bucket of the account itself', async (partition, suffix) => {
  server.answer = () => ({ body: '', headers: { 'x-amz-version-id': 'v1+/=' } });
  const upload = templateUpload(client, { ...place, partition });
  expect(await upload('{}')).toBe(`https://b.s3.eu-west-1.${suffix}/${hash}.json?versionId=v1%2B%2F%3D`);
  expect(server.calls.at(-1)!.headers['x-amz-expected-bucket-owner']).toBe('111111111111');
});

it('hands over no template that could be another one by the time it is read', async () => {
  server.answer = () => ({ body: '' });
  await expect(templateUpload(client, { ...place, partition: 'aws' })('{}')).rejects.toMatchObject({
    code: 'StackSetsNotDeployed',
    message: expect.stringMatching(/keeps no versions.*deploy hook/) as unknown,
  });
});

it.each([
  ['NoSuchBucket', 404, 'StackSetsNotDeployed', /deploy hook/],
  ['AccessDenied', 403, 'StackSetsRefused', /AWS refuses PutObject in the bucket b/],
])('says what to do about %s', async (error, status, code, message) => {
  server.answer = () => ({ status, body: `<Error><Code>${error}</Code><Message>no</Message></Error>` });
  await expect(templateUpload(client, { ...place, partition: 'aws' })('{}')).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as unknown,
  });
});
