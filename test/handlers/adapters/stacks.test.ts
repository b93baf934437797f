import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { STSClient } from '@aws-sdk/client-sts';
import { createCaller, createStacks } from '../../../handlers/adapters/stacks';
import { WireServer, xml, xmlError } from './http-server';

let server: WireServer;
let client: CloudFormationClient;
beforeAll(async () => {
  server = await WireServer.start();
  client = new CloudFormationClient(server.settings);
});
beforeEach(() => {
  server.calls.length = 0;
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const stacks = () => createStacks(client, 'eu-west-1');
const listed = (name: string, more = '') =>
  `<member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-23T10:00:00Z</CreationTime>${more}</member>`;

it('finds a stack among all pages, with when it was last changed', async () => {
  const pages: Readonly<Record<string, string>> = {
    '': `<Stacks>${listed('other')}</Stacks><NextToken>t</NextToken>`,
    t: `<Stacks>${listed('hook', '<LastUpdatedTime>2026-11-24T10:00:00Z</LastUpdatedTime><StackStatusReason>why</StackStatusReason>')}</Stacks>`,
  };
  server.answer = ({ operation, input }) => xml(operation, pages[(input['NextToken'] as string | undefined) ?? '']!);
  expect(await stacks().describe('hook')).toEqual({
    status: 'CREATE_COMPLETE',
    reason: 'why',
    changedAt: '2026-11-24T10:00:00.000Z',
  });
  expect(await stacks().describe('none')).toBeUndefined();
});

it('makes a change set with the right to name IAM roles, and reads its changes from all pages', async () => {
  const change = (id: string, replacement: string) =>
    `<Changes><member><ResourceChange><Action>Modify</Action><LogicalResourceId>${id}</LogicalResourceId><ResourceType>AWS::IAM::Role</ResourceType><Replacement>${replacement}</Replacement></ResourceChange></member></Changes>`;
  server.answer = ({ operation, input }) =>
    xml(
      operation,
      operation !== 'DescribeChangeSet'
        ? ''
        : input['NextToken'] === undefined
          ? `<Status>CREATE_COMPLETE</Status>${change('A', 'True')}<NextToken>t</NextToken>`
          : `<Status>CREATE_COMPLETE</Status>${change('B', 'False')}`,
    );
  await stacks().createChangeSet({ stack: 'hook', changeSet: 'c1', kind: 'UPDATE', template: '{}' });
  expect(server.calls[0]!.input).toMatchObject({
    StackName: 'hook',
    ChangeSetName: 'c1',
    ChangeSetType: 'UPDATE',
    TemplateBody: '{}',
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  const shared = { action: 'Modify', type: 'AWS::IAM::Role' };
  expect(await stacks().describeChangeSet('hook', 'c1')).toEqual({
    status: 'CREATE_COMPLETE',
    changes: [
      { ...shared, logicalId: 'A', isReplaced: true },
      { ...shared, logicalId: 'B', isReplaced: false },
    ],
  });
});

it('asks for the template as it was handed in', async () => {
  server.answer = ({ operation }) => xml(operation, '<TemplateBody>{}</TemplateBody>');
  expect(await stacks().templateOf('hook')).toBe('{}');
  expect(server.calls[0]!.input).toMatchObject({ StackName: 'hook', TemplateStage: 'Original' });
});

it('names the stack and the change set in what it carries out and takes away', async () => {
  server.answer = ({ operation }) => xml(operation, '');
  await stacks().executeChangeSet('hook', 'c1');
  await stacks().deleteChangeSet('hook', 'c1');
  await stacks().deleteStack('hook');
  expect(server.calls.map(({ operation, input }) => [operation, input['StackName'], input['ChangeSetName']])).toEqual([
    ['ExecuteChangeSet', 'hook', 'c1'],
    ['DeleteChangeSet', 'hook', 'c1'],
    ['DeleteStack', 'hook', undefined],
  ]);
});

it.each([
  ['AccessDenied', 'HookRefused', /AWS refuses DescribeStacks in eu-west-1\./],
  ['ExpiredToken', 'HookRefused', /have expired\. Sign in again/],
  ['ValidationError', 'HookNotDeployed', /DescribeStacks in eu-west-1 failed \(ValidationError\)\. It says: no/],
])('makes of %s a sentence to act on', async (error, code, message) => {
  server.answer = () => xmlError(error);
  await expect(stacks().describe('hook')).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as unknown,
  });
});

it.each(['ECONNREFUSED', 'ENOTFOUND'])(
  'says that nobody answers (%s), and what to look at, whoever is asked',
  async (code) => {
    const error = Object.assign(new Error('no'), { code });
    const unanswered = () => {
      throw error;
    };
    const unreachable = {
      code: 'HookNotDeployed',
      message: expect.stringMatching(
        new RegExp(
          `^Nobody answers .* \\(${code}\\)\\. See whether the network and a proxy let you, and whether the region`,
        ),
      ) as unknown,
    };
    jest.spyOn(client, 'send').mockImplementation(unanswered);
    const sts = new STSClient(server.settings);
    jest.spyOn(sts, 'send').mockImplementation(unanswered);
    await expect(stacks().describe('hook')).rejects.toMatchObject(unreachable);
    await expect(createCaller(sts).account()).rejects.toMatchObject(unreachable);
    jest.restoreAllMocks();
    sts.destroy();
  },
);
