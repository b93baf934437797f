import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { STSClient } from '@aws-sdk/client-sts';
import { createOwnStackSets } from '../../../handlers/adapters/own-stack-sets';
import { createStackSets, longestTemplate } from '../../../handlers/adapters/stack-sets';
import type { StackSetDefinition } from '../../../federation/stack-sets';
import { WireServer, xml, xmlError, type WireAnswer } from './http-server';

const managementAccount = '111111111111';
let server: WireServer;
let client: CloudFormationClient;
let sts: STSClient;
beforeAll(async () => {
  server = await WireServer.start();
  client = new CloudFormationClient(server.settings);
  sts = new STSClient(server.settings);
});
beforeEach(() => {
  server.calls.length = 0;
});
afterAll(async () => {
  client.destroy();
  sts.destroy();
  await server.stop();
});

const uploaded: string[] = [];
const stackSets = () =>
  createStackSets(client, 'eu-west-1', (template) => {
    uploaded.push(template);
    return Promise.resolve('https://bucket/key');
  });
const answering = (results: Readonly<Record<string, string>>): void => {
  server.answer = ({ operation }) => xml(operation, results[operation] ?? '');
};
const definition: StackSetDefinition = {
  name: 'oidc-factory-account',
  description: 'Access role',
  template: 'templates/x.json',
  regions: ['us-east-1'],
  organizationalUnits: ['ou-ab12-workload'],
  autoDeployment: true,
};
const request = { definition, template: '{}', organization: 'o-a1b2c3d4e5' };

it('makes a StackSet with service-managed permissions that deploys by itself and retains stacks, and marks it', async () => {
  answering({});
  await stackSets().create({ ...request, dependsOn: 'arn:aws:x' });
  expect(server.calls[0]!.input).toMatchObject({
    StackSetName: 'oidc-factory-account',
    PermissionModel: 'SERVICE_MANAGED',
    'AutoDeployment.Enabled': 'true',
    'AutoDeployment.RetainStacksOnAccountRemoval': 'true',
    'AutoDeployment.DependsOn.member.1': 'arn:aws:x',
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    'Tags.member.1.Key': 'oidc-factory:organization',
    'Tags.member.1.Value': 'o-a1b2c3d4e5',
    TemplateBody: '{}',
  });
});

it('hands a template through S3 that is too long for a call, and deploys nothing by itself where that is not wanted', async () => {
  answering({ UpdateStackSet: '<OperationId>op-1</OperationId>' });
  const template = '1'.repeat(longestTemplate + 1);
  const alone = { ...request, definition: { ...definition, autoDeployment: false }, template };
  expect(await stackSets().update(alone)).toBe('op-1');
  expect(uploaded).toEqual([template]);
  const { input } = server.calls[0]!;
  expect(input).toMatchObject({
    TemplateURL: 'https://bucket/key',
    'AutoDeployment.Enabled': 'false',
    'OperationPreferences.ConcurrencyMode': 'SOFT_FAILURE_TOLERANCE',
  });
  expect(input).not.toHaveProperty(['AutoDeployment.RetainStacksOnAccountRemoval']);
  expect(input).not.toHaveProperty('TemplateBody');
});

it('reads a StackSet, and knows one that is not there', async () => {
  answering({
    DescribeStackSet: `<StackSet><StackSetARN>arn:aws:s</StackSetARN><PermissionModel>SERVICE_MANAGED</PermissionModel><TemplateBody>{}</TemplateBody><OrganizationalUnitIds><member>ou-1</member></OrganizationalUnitIds><Tags><member><Key>oidc-factory:organization</Key><Value>o-1</Value></member></Tags><AutoDeployment><Enabled>true</Enabled><RetainStacksOnAccountRemoval>true</RetainStacksOnAccountRemoval><DependsOn><member>arn:aws:d</member></DependsOn></AutoDeployment></StackSet>`,
  });
  expect(await stackSets().describe('x')).toEqual({
    arn: 'arn:aws:s',
    isServiceManaged: true,
    template: '{}',
    organizationalUnits: ['ou-1'],
    tags: { 'oidc-factory:organization': 'o-1' },
    autoDeployment: true,
    retainsStacks: true,
    dependsOn: ['arn:aws:d'],
  });
  server.answer = () => xmlError('StackSetNotFoundException', 404);
  expect(await stackSets().describe('x')).toBeUndefined();
});

it('aims at units, and at accounts only where they are in them; what it lets go of keeps its stacks', async () => {
  answering({ CreateStackInstances: '<OperationId>op-1</OperationId>' });
  const aimed = { name: 'x', organizationalUnits: ['ou-1'], regions: ['us-east-1'] };
  await stackSets().createInstances(aimed);
  await stackSets().createInstances({ ...aimed, accounts: ['444444444444'] });
  await stackSets().retainInstances(aimed);
  const [units, accounts, retained] = server.calls.map(({ input }) => input);
  expect(units).toMatchObject({ 'DeploymentTargets.OrganizationalUnitIds.member.1': 'ou-1' });
  expect(units).not.toHaveProperty(['DeploymentTargets.AccountFilterType']);
  expect(accounts).toMatchObject({
    'DeploymentTargets.Accounts.member.1': '444444444444',
    'DeploymentTargets.AccountFilterType': 'INTERSECTION',
  });
  expect(retained).toMatchObject({ RetainStacks: 'true', 'DeploymentTargets.OrganizationalUnitIds.member.1': 'ou-1' });
});

it('lists the instances of an account; one that is skipped because the account is closed is not outdated', async () => {
  const one = (account: string, detailed: string) =>
    `<member><Account>${account}</Account><Region>us-east-1</Region><Status>OUTDATED</Status><StatusReason>why</StatusReason><StackInstanceStatus><DetailedStatus>${detailed}</DetailedStatus></StackInstanceStatus></member>`;
  answering({
    ListStackInstances: `<Summaries>${one('444444444444', 'FAILED')}${one('555555555555', 'SKIPPED_SUSPENDED_ACCOUNT')}</Summaries>`,
  });
  expect(await stackSets().instances('x', '444444444444')).toEqual([
    { account: '444444444444', region: 'us-east-1', status: 'OUTDATED', reason: 'why' },
    { account: '555555555555', region: 'us-east-1', status: 'SKIPPED_SUSPENDED_ACCOUNT', reason: 'why' },
  ]);
  expect(server.calls[0]!.input).toMatchObject({ StackInstanceAccount: '444444444444' });
});

it('finds the operation that goes on, says how far one is, and what it could not do', async () => {
  const operation = (id: string, status: string) =>
    `<member><OperationId>${id}</OperationId><Status>${status}</Status></member>`;
  const result = (account: string, status: string) =>
    `<member><Account>${account}</Account><Region>us-east-1</Region><Status>${status}</Status><StatusReason>why</StatusReason></member>`;
  answering({
    ListStackSetOperations: `<Summaries>${operation('a', 'SUCCEEDED')}${operation('b', 'QUEUED')}</Summaries>`,
    DescribeStackSetOperation:
      '<StackSetOperation><Status>FAILED</Status><StatusReason>too many</StatusReason></StackSetOperation>',
    ListStackSetOperationResults: `<Summaries>${result('444444444444', 'SUCCEEDED')}${result('555555555555', 'FAILED')}</Summaries>`,
    DescribeOrganizationsAccess: '<Status>DISABLED</Status>',
  });
  const sets = stackSets();
  expect(await sets.runningOperation('x')).toBe('b');
  expect(await sets.operation('x', 'a')).toEqual({ status: 'FAILED', reason: 'too many' });
  expect(await sets.failedResults('x', 'a')).toEqual([
    { account: '555555555555', region: 'us-east-1', status: 'FAILED', reason: 'why' },
  ]);
  expect(await sets.hasTrustedAccess()).toBe(false);
});

it.each([
  ['OperationInProgressException', 'Locked'],
  ['AccessDenied', 'StackSetsRefused'],
  ['ValidationError', 'StackSetsNotDeployed'],
])('makes of %s a failure %s', async (error, code) => {
  server.answer = () => xmlError(error);
  await expect(stackSets().update(request)).rejects.toMatchObject({ code });
});

describe('through the role for stack instances', () => {
  const session = (account: string): WireAnswer =>
    xml(
      'AssumeRole',
      `<AssumedRoleUser><AssumedRoleId>A:x</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/oidc-factory-stack-instances/x</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-23T11:00:00Z</Expiration></Credentials>`,
    );
  const opened = () => {
    const time = { now: Date.parse('2026-11-23T10:00:00Z') };
    const { endpoint, maxAttempts } = server.settings;
    const place = { partition: 'aws' as const, managementAccount, homeRegion: 'eu-central-1' };
    const clock = { now: () => new Date(time.now) };
    return { time, own: createOwnStackSets(sts, place, clock, { endpoint, maxAttempts }) };
  };
  const after = (assumed: WireAnswer, answer: WireAnswer): void => {
    server.answer = ({ operation }) => (operation === 'AssumeRole' ? assumed : answer);
  };

  it('works in the home region, with a session that is kept until shortly before it ends', async () => {
    after(session(managementAccount), xml('CreateStackInstances', '<OperationId>op</OperationId>'));
    const { own, time } = opened();
    const view = await own.open();
    const asked = { name: 'x', organizationalUnits: ['ou-1'], accounts: ['444444444444'], regions: ['us-east-1'] };
    expect(await view!.createInstances(asked)).toBe('op');
    expect(server.calls[0]!.input['RoleArn']).toBe(
      `arn:aws:iam::${managementAccount}:role/oidc-factory-stack-instances`,
    );
    expect(server.calls[1]!.headers['authorization']).toContain('/eu-central-1/cloudformation/');
    expect(await own.open()).toBe(view);
    time.now += 3600_000;
    expect(await own.open()).not.toBe(view);
  });

  it.each([
    ['is refused', xmlError('AccessDenied', 403)],
    ['is one of another account', session('999999999999')],
  ])('is closed where the session %s', async (_what, answer) => {
    after(answer, undefined);
    expect(await opened().own.open()).toBeUndefined();
  });

  it.each([
    ['OperationInProgressException', 'Locked'],
    ['AccessDenied', 'AccessDenied'],
    ['Throttling', 'Throttled'],
  ])('makes of %s a failure %s, and never «not there»', async (error, code) => {
    after(session(managementAccount), xmlError(error));
    const view = await opened().own.open();
    await expect(view!.describe('x')).rejects.toMatchObject({ code });
  });
});
