import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { roleArn } from '../../federation/arn';
import { bindingParameter, names } from '../../federation/names';
import {
  accessTrust,
  accountA,
  accountB,
  accounts,
  enforceAccess,
  inAccount,
  kept,
  ownersIam,
  reset,
  settings,
} from './cloud';

beforeEach(reset);
afterEach(() => enforceAccess(false));

const allow = (Action: string | readonly string[], Resource: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

/** The access role in an account, with the calls of IAM that it may make there. */
const deployAccessRole = async (account: string, actions: readonly string[]): Promise<void> => {
  const owner = await ownersIam(account);
  await owner.send(new CreateRoleCommand({ RoleName: names.accessRole, AssumeRolePolicyDocument: accessTrust }));
  await owner.send(
    new PutRolePolicyCommand({
      RoleName: names.accessRole,
      PolicyName: 'access',
      PolicyDocument: allow(actions, '*'),
    }),
  );
};

/** Credentials in the factory account that may assume the access role of one account alone. */
const factoryCredentials = async (account: string) => {
  const iam = kept(new IAMClient({ ...settings, region: 'us-east-1' }));
  await iam.send(new CreateUserCommand({ UserName: 'account-steps' }));
  const { Policy: policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'reach',
      PolicyDocument: allow('sts:AssumeRole', roleArn('aws', account, '/', names.accessRole)),
    }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName: 'account-steps', PolicyArn: policy!.Arn! }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'account-steps' }));
  return { accessKeyId: key!.AccessKeyId!, secretAccessKey: key!.SecretAccessKey! };
};

describe('the access role', () => {
  it('opens its own account, and may do there what it was given and no more', async () => {
    await deployAccessRole(accountB, ['iam:GetRole']);
    const credentials = await factoryCredentials(accountB);
    await enforceAccess(true);
    const iam = await accounts(credentials).open(accountB);
    expect(await iam.getRole(names.accessRole)).toMatchObject({
      arn: roleArn('aws', accountB, '/', names.accessRole),
    });
    const denied = { name: 'AccessDenied' };
    await expect(iam.listRoles()).rejects.toMatchObject(denied);
    await expect(iam.describeRoles({ sessionDurations: true })).rejects.toMatchObject(denied);
    await expect(iam.tagRole(names.accessRole, { a: 'b' })).rejects.toMatchObject(denied);
    await expect(iam.untagRole(names.accessRole, ['a'])).rejects.toMatchObject(denied);
    await expect(iam.attachRolePolicy(names.accessRole, 'p')).rejects.toMatchObject(denied);
    await expect(iam.detachRolePolicy(names.accessRole, 'p')).rejects.toMatchObject(denied);
    await expect(iam.updateAssumeRolePolicy(names.accessRole, accessTrust)).rejects.toMatchObject(denied);
    await expect(iam.getOpenIdConnectProvider('https://idp.example')).rejects.toMatchObject(denied);
    await expect(iam.createOpenIdConnectProvider('https://idp.example', [], [])).rejects.toMatchObject(denied);
    await expect(iam.addClientId('https://idp.example', 'a')).rejects.toMatchObject(denied);
    await expect(iam.removeClientId('https://idp.example', 'a')).rejects.toMatchObject(denied);
  });

  it('of another account is out of reach', async () => {
    await deployAccessRole(accountA, ['iam:GetRole']);
    const credentials = await factoryCredentials(accountB);
    await enforceAccess(true);
    await expect(accounts(credentials).open(accountA)).rejects.toMatchObject({ name: 'AccountNotReady' });
  });

  it('is not assumed with a key that nobody knows', async () => {
    await enforceAccess(true);
    await expect(accounts().open(accountB)).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('the parameters of an account', () => {
  const name = bindingParameter('terraform-deployer');

  it('are written, written over, read and removed, as often as one likes', async () => {
    const parameters = await accounts().parameters(accountB);
    expect(await parameters.read(name)).toBeUndefined();
    await parameters.write(name, '{"a":1}');
    await parameters.write(name, '{"a":2}');
    expect(await parameters.read(name)).toBe('{"a":2}');
    const owner = kept(new SSMClient(await inAccount(accountB)));
    expect((await owner.send(new GetParameterCommand({ Name: name }))).Parameter).toMatchObject({
      Type: 'String',
      Value: '{"a":2}',
    });
    await parameters.remove(name);
    await parameters.remove(name);
    expect(await parameters.read(name)).toBeUndefined();
  });

  it('are that account its own', async () => {
    const reach = accounts();
    await (await reach.parameters(accountB)).write(name, 'x');
    expect(await (await reach.parameters(accountA)).read(name)).toBeUndefined();
  });

  it('cannot have just any name', async () => {
    const parameters = await accounts().parameters(accountB);
    await expect(parameters.write('ssm-x', 'x')).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});

/** A queue that gets what the factory says on the default bus of an account. */
const listener = async (account: string) => {
  const client = await inAccount(account);
  const sqs = kept(new SQSClient(client));
  const bus = kept(new EventBridgeClient(client));
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: 'listener' }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url!, AttributeNames: ['QueueArn'] }),
  );
  await bus.send(new PutRuleCommand({ Name: 'listener', EventPattern: JSON.stringify({ source: ['oidc-factory'] }) }));
  await bus.send(new PutTargetsCommand({ Rule: 'listener', Targets: [{ Id: 'queue', Arn: attributes!.QueueArn! }] }));
  return async (): Promise<readonly unknown[]> => {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url!, MaxNumberOfMessages: 10 }),
    );
    return messages.map(({ Body: body }) => JSON.parse(body!) as unknown);
  };
};

it('tells the people of an account on its own default bus, and nobody else', async () => {
  const [inA, inB] = [await listener(accountA), await listener(accountB)];
  const detail = { account: accountB, role: 'web-deployer', policy: 'workloads-prod', isComplete: true };
  await (await accounts().events(accountB)).publish({ type: 'Role Unbound', detail });
  expect(await inB()).toMatchObject([
    { source: 'oidc-factory', 'detail-type': 'Role Unbound', region: settings.region, detail },
  ]);
  expect(await inA()).toEqual([]);
});
