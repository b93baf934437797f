import { STSClient } from '@aws-sdk/client-sts';
import { createOrganizations } from '../../../handlers/adapters/organization-view';
import { WireServer, xml, xmlError, type WireAnswer } from './http-server';

const managementAccount = '111111111111';
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

const session = xml(
  'AssumeRole',
  `<AssumedRoleUser><AssumedRoleId>A:x</AssumedRoleId><Arn>arn:aws:sts::${managementAccount}:assumed-role/oidc-factory-organization-reader/x</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-23T11:00:00Z</Expiration></Credentials>`,
);
const json = (body: object, status = 200): WireAnswer => ({ status, body: JSON.stringify(body) });
const answering = (answer: WireAnswer): void => {
  server.answer = ({ operation }) => (operation === 'AssumeRole' ? session : answer);
};

const opened = () => {
  const time = { now: Date.parse('2026-11-23T10:00:00Z') };
  const { endpoint, maxAttempts } = server.settings;
  const place = { partition: 'aws-cn' as const, managementAccount };
  const clock = { now: () => new Date(time.now) };
  return { time, organizations: createOrganizations(sts, place, clock, { endpoint, maxAttempts }) };
};

it('reads through the reader role, in the region of the partition, with a session that is kept', async () => {
  answering(json({ Account: { Id: '444444444444', Name: 'payments', State: 'ACTIVE' } }));
  const { organizations, time } = opened();
  const view = await organizations.open();
  expect(await view!.describeAccount('444444444444')).toEqual({
    id: '444444444444',
    name: 'payments',
    isActive: true,
    isClosed: false,
  });
  expect(server.calls[0]!.input['RoleArn']).toBe(
    `arn:aws-cn:iam::${managementAccount}:role/oidc-factory-organization-reader`,
  );
  expect(server.calls[1]!.headers['authorization']).toContain('/cn-northwest-1/organizations/');
  expect(await organizations.open()).toBe(view);
  time.now += 3600_000;
  expect(await organizations.open()).not.toBe(view);
});

it.each([
  ['ACTIVE', true, false],
  ['PENDING_ACTIVATION', false, false],
  ['PENDING_CLOSURE', false, true],
  ['SUSPENDED', false, true],
  ['CLOSED', false, true],
])('takes an account that is %s for what it is', async (State, isActive, isClosed) => {
  answering(json({ Account: { Id: '444444444444', Name: 'payments', State } }));
  const view = await opened().organizations.open();
  expect(await view!.describeAccount('444444444444')).toMatchObject({ isActive, isClosed });
});

it('knows no account only where AWS Organizations says so', async () => {
  answering(json({ __type: 'AccountNotFoundException' }, 400));
  const view = await opened().organizations.open();
  expect(await view!.describeAccount('444444444444')).toBeUndefined();
  answering(json({ __type: 'AccessDeniedException' }, 400));
  await expect(view!.describeAccount('444444444444')).rejects.toMatchObject({ name: 'AccessDenied' });
  answering(json({ __type: 'TooManyRequestsException' }, 400));
  await expect(view!.describeAccount('444444444444')).rejects.toMatchObject({ name: 'Throttled' });
});

it('reads the parent of a child, and the name of a unit', async () => {
  answering(json({ Parents: [{ Id: 'ou-ab12-workload', Type: 'ORGANIZATIONAL_UNIT' }] }));
  const view = await opened().organizations.open();
  expect(await view!.parentOf('444444444444')).toBe('ou-ab12-workload');
  answering(json({ OrganizationalUnit: { Id: 'ou-ab12-workload', Name: 'Workloads' } }));
  expect(await view!.describeOrganizationalUnit('ou-ab12-workload')).toBe('Workloads');
});

it('answers nothing where the role cannot be assumed, and fails where STS cannot be asked', async () => {
  server.answer = () => xmlError('AccessDenied', 403);
  const { organizations } = opened();
  expect(await organizations.open()).toBeUndefined();
  server.answer = () => xmlError('Throttling', 400);
  await expect(organizations.open()).rejects.toMatchObject({ name: 'Throttled' });
});
