import { STSClient } from '@aws-sdk/client-sts';
import type { Partition } from '../../../federation/partition';
import { createAccounts } from '../../../handlers/adapters/accounts';
import { account } from '../ports';
import { WireServer, xml, xmlError, type WireAnswer } from './http-server';

let server: WireServer;
let sts: STSClient;

beforeAll(async () => {
  server = await WireServer.start();
  sts = new STSClient(server.settings);
});
beforeEach(() => {
  server.calls.length = 0;
});
afterAll(async () => {
  sts.destroy();
  await server.stop();
});

const session = (of: string, key = 'ASIA1'): WireAnswer =>
  xml(
    'AssumeRole',
    `<AssumedRoleUser><AssumedRoleId>A:oidc-factory</AssumedRoleId><Arn>arn:aws:sts::${of}:assumed-role/oidc-factory-access/oidc-factory</Arn></AssumedRoleUser><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-23T11:00:00Z</Expiration></Credentials>`,
  );
const gone = xmlError('NoSuchEntity', 404);

const opened = (partition: Partition = 'aws') => {
  const time = { now: Date.parse('2026-11-23T10:00:00Z') };
  const { endpoint, maxAttempts } = server.settings;
  const place = { partition, homeRegion: 'eu-west-1' };
  const accounts = createAccounts(sts, place, { now: () => new Date(time.now) }, { endpoint, maxAttempts });
  return { accounts, time };
};
const assumed = (): number => server.operations.filter((operation) => operation === 'AssumeRole').length;

it('opens an account by its access role, and speaks to IAM with the credentials of the session', async () => {
  server.answer = ({ operation }) => (operation === 'AssumeRole' ? session(account) : gone);
  const iam = await opened().accounts.open(account);
  await iam.getRole('r');
  expect(server.calls[0]!.input).toMatchObject({
    RoleArn: `arn:aws:iam::${account}:role/oidc-factory-access`,
    DurationSeconds: '3600',
  });
  expect(server.calls[1]!.headers['authorization']).toMatch(/Credential=ASIA1\/\d+\/us-east-1\/iam\//);
  expect(server.calls[1]!.headers['x-amz-security-token']).toBe('t');
});

it.each([
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-eusc', 'eusc-de-east-1'],
] as const)('signs for the one region in which %s has its IAM', async (partition, region) => {
  server.answer = ({ operation }) => (operation === 'AssumeRole' ? session(account) : gone);
  await (await opened(partition).accounts.open(account)).getRole('r');
  expect(server.calls[0]!.input['RoleArn']).toMatch(`arn:${partition}:iam::`);
  expect(server.calls[1]!.headers['authorization']).toContain(`/${region}/iam/`);
});

it('speaks to parameters and events of an account in the home region, in the same session', async () => {
  server.answer = ({ operation }) => (operation === 'AssumeRole' ? session(account) : { body: {} });
  const { accounts } = opened();
  await (await accounts.parameters(account)).write('/p', 'v');
  await (
    await accounts.events(account)
  ).publish({ type: 'Account Ready', detail: { account, providers: 1, roles: 0 } });
  expect(server.operations).toEqual(['AssumeRole', 'PutParameter', 'PutEvents']);
  expect(server.calls[1]!.headers['authorization']).toMatch(/Credential=ASIA1\/\d+\/eu-west-1\/ssm\//);
  expect(server.calls[2]!.headers['authorization']).toMatch(/Credential=ASIA1\/\d+\/eu-west-1\/events\//);
  expect(server.calls[2]!.input).toMatchObject({ Entries: [{ EventBusName: 'default', Source: 'oidc-factory' }] });
});

it('opens one session for all who ask at once, and asks anew where that failed', async () => {
  server.answer = () => xmlError('AccessDenied', 403);
  const { accounts } = opened();
  const asked = () =>
    Promise.allSettled([accounts.open(account), accounts.parameters(account), accounts.events(account)]);
  expect((await asked()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(assumed()).toBe(1);
  server.answer = () => session(account);
  expect((await asked()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  expect(assumed()).toBe(2);
});

it('keeps a session an account, as long as the longest step can still end within its hour', async () => {
  server.answer = ({ input }) => session(String(input['RoleArn']).split(':')[4]!);
  const { accounts, time } = opened();
  const first = await accounts.open(account);
  time.now += 48 * 60 * 1000;
  expect(await accounts.open(account)).toBe(first);
  await accounts.open('555555555555');
  expect(assumed()).toBe(2);
  // From here on a step of ten minutes would outlive it.
  time.now += 2 * 60 * 1000;
  expect(await accounts.open(account)).not.toBe(first);
  expect(assumed()).toBe(3);
});

it('does not keep more sessions than fit', async () => {
  server.answer = ({ input }) => session(String(input['RoleArn']).split(':')[4]!);
  const { accounts } = opened();
  const id = (n: number): string => String(100000000000 + n);
  for (let n = 0; n < 201; n += 1) await accounts.open(id(n));
  await accounts.open(id(200));
  expect(assumed()).toBe(201);
  await accounts.open(id(0));
  expect(assumed()).toBe(202);
});

it('does not believe a session in another account, and keeps none of it', async () => {
  server.answer = () => session('999999999999');
  const { accounts } = opened();
  await expect(accounts.open(account)).rejects.toMatchObject({ name: 'AccountNotReady' });
  server.answer = () => session(account);
  await accounts.open(account);
  expect(assumed()).toBe(2);
});

it.each([
  ['AccessDenied', 403, 'AccountNotReady'],
  ['Throttling', 400, 'Throttled'],
  ['InternalFailure', 500, 'Unavailable'],
])('says what %s of STS means', async (name, status, code) => {
  server.answer = () => xmlError(name, status);
  await expect(opened().accounts.open(account)).rejects.toMatchObject({ name: code });
});

it('does not go on without credentials', async () => {
  server.answer = () =>
    xml('AssumeRole', `<AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/x/y</Arn></AssumedRoleUser>`);
  await expect(opened().accounts.open(account)).rejects.toMatchObject({ name: 'Unavailable' });
});
