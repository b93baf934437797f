import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { organizationReader } from '../../../handlers/adapters/organizations';

type Answer = readonly [status: number, body: object];
type Script = (call: string, input: Readonly<Record<string, unknown>>) => Answer;

let server: Server;
let client: OrganizationsClient;
let script: Script;

beforeEach(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const [status, body] = script(call, JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new OrganizationsClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it('turns the pages, also where one is empty', async () => {
  script = (_, { ParentId, NextToken }) => {
    expect(ParentId).toBe('r-ab12');
    if (NextToken === undefined)
      return [200, { Accounts: [{ Id: '111111111111', Name: 'a', State: 'ACTIVE' }], NextToken: '1' }];
    if (NextToken === '1') return [200, { Accounts: [], NextToken: '2' }];
    return [
      200,
      {
        Accounts: [
          { Id: '222222222222', Name: 'b', State: 'PENDING_CLOSURE' },
          { Id: '333333333333', Name: 'c', Status: 'ACTIVE' },
        ],
      },
    ];
  };
  expect(await organizationReader(client).listAccountsForParent('r-ab12')).toEqual([
    { id: '111111111111', name: 'a', isActive: true, isClosed: false },
    { id: '222222222222', name: 'b', isActive: false, isClosed: true },
    { id: '333333333333', name: 'c', isActive: false, isClosed: false },
  ]);
});

it('reads the organization, its roots, units and tags', async () => {
  const answers: Readonly<Record<string, object>> = {
    DescribeOrganization: { Organization: { Id: 'o-a1b2c3d4e5' } },
    ListRoots: { Roots: [{ Id: 'r-ab12' }] },
    ListOrganizationalUnitsForParent: { OrganizationalUnits: [{ Id: 'ou-ab12-sandbox0', Name: 'Sandbox' }] },
    ListTagsForResource: {
      Tags: [
        { Key: 'team', Value: 'a' },
        { Key: 'empty', Value: '' },
      ],
    },
  };
  script = (call) => [200, answers[call] ?? {}];
  const reader = organizationReader(client);
  expect(await reader.describeOrganization()).toBe('o-a1b2c3d4e5');
  expect(await reader.listRoots()).toEqual(['r-ab12']);
  expect(await reader.listOrganizationalUnitsForParent('r-ab12')).toEqual([
    { id: 'ou-ab12-sandbox0', name: 'Sandbox' },
  ]);
  expect(await reader.listTags('111111111111')).toEqual({ team: 'a', empty: '' });
});

it.each([
  [400, 'AccessDeniedException', 'OrganizationsRefused', /refuses ListRoots.*management account/],
  [400, 'ExpiredTokenException', 'OrganizationsRefused', /expired/],
  [400, 'UnrecognizedClientException', 'OrganizationsRefused', /does not know the credentials/],
  [400, 'AWSOrganizationsNotInUseException', 'OrganizationsRefused', /no organization/],
  [400, 'TooManyRequestsException', 'OrganizationsUnreachable', /fewer calls/],
  [500, 'ServiceException', 'OrganizationsUnreachable', /did not answer ListRoots \(ServiceException\)/],
])('says what %d %s means, in words for a command line', async (status, type, code, words) => {
  script = () => [status, { __type: type, message: 'no' }];
  const failed: unknown = await organizationReader(client)
    .listRoots()
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ code, message: expect.stringMatching(words) as string });
  expect(failed).not.toMatchObject({ message: expect.stringContaining('workflow') as string });
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

it.each([
  [
    'a missing region',
    { credentials, region: () => Promise.reject(new TypeError('none')) },
    'OrganizationsUnreachable',
    /AWS_REGION/,
  ],
  [
    'missing credentials',
    {
      region: 'us-east-1',
      credentials: () => Promise.reject(Object.assign(new TypeError('none'), { name: 'CredentialsProviderError' })),
    },
    'OrganizationsRefused',
    /no AWS credentials/,
  ],
  [
    'no network',
    { region: 'us-east-1', credentials, endpoint: 'http://127.0.0.1:1' },
    'OrganizationsUnreachable',
    /cannot be reached/,
  ],
])('tells %s apart', async (_what, settings, code, words) => {
  const other = new OrganizationsClient({ ...settings, maxAttempts: 1 });
  const failed: unknown = await organizationReader(other)
    .describeOrganization()
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ code });
  expect((failed as Error).message).toMatch(words);
  other.destroy();
});

it('does not take half an answer for a whole one', async () => {
  script = () => [200, { Roots: [{}] }];
  await expect(organizationReader(client).listRoots()).rejects.toMatchObject({ code: 'OrganizationsUnreachable' });
});
