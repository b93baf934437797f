import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { ambientAccount, createAccountReader } from '../../handlers/adapters/account-reader';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import isInventoryAccount from '../../schemas/generated/inventory/account.validate';
import { command, root } from '../scripts/support';
import {
  accountA,
  accountB,
  enforceAccess,
  factoryAccount,
  inAccount,
  kept,
  ownersIam,
  reset,
  settings,
} from './cloud';

const audit = 'team/oidc-audit';
const reading = [
  'iam:GetAccountAuthorizationDetails',
  'iam:ListRoles',
  'iam:GetRole',
  'iam:ListOpenIDConnectProviders',
  'iam:GetOpenIDConnectProvider',
];
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${factoryAccount}:root` }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const environment = {
  AWS_ENDPOINT_URL: settings.endpoint,
  AWS_ACCESS_KEY_ID: settings.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: settings.credentials.secretAccessKey,
};
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  await reset();
  before = { ...process.env };
  Object.assign(process.env, environment);
});
afterEach(async () => {
  process.env = before;
  await enforceAccess(false);
});

/** The role that is assumed, with these rights. */
const deployAudit = async (account: string, actions: readonly string[] = reading): Promise<void> => {
  const owner = await ownersIam(account);
  await owner.send(new CreateRoleCommand({ RoleName: 'oidc-audit', Path: '/team/', AssumeRolePolicyDocument: trust }));
  const read = { RoleName: 'oidc-audit', PolicyName: 'read', PolicyDocument: allow(actions) };
  await owner.send(new PutRolePolicyCommand(read));
};

/** Roles of every sort, and two providers. */
const furnish = async (account: string, roles: number): Promise<void> => {
  const owner = await ownersIam(account);
  for (let number = 0; number < roles; number += 1)
    await owner.send(
      new CreateRoleCommand({
        RoleName: `web-${number}`,
        Path: '/ci/',
        AssumeRolePolicyDocument: trust,
        MaxSessionDuration: 7200,
        Tags: [{ Key: 'team', Value: 'wéb & co' }],
        PermissionsBoundary: `arn:aws:iam::${account}:policy/ci-boundary`,
      }),
    );
  const { Policy: policy } = await owner.send(
    new CreatePolicyCommand({ PolicyName: 'deploy', PolicyDocument: allow(reading) }),
  );
  await owner.send(new AttachRolePolicyCommand({ RoleName: 'web-0', PolicyArn: policy!.Arn! }));
  await owner.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' }));
  for (const [Url, ClientIDList] of [
    ['https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/', ['a', 'b']],
    ['https://token.actions.githubusercontent.com', ['sts.amazonaws.com']],
  ] as const)
    await owner.send(
      new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [...ClientIDList], ThumbprintList: [] }),
    );
};

const reader = (sts = kept(new STSClient(settings))) =>
  createAccountReader(sts, { partition: 'aws', role: audit, ambientAccount: factoryAccount });

describe('an account that is read', () => {
  it('is whole: both halves of each role over many pages, and every provider', async () => {
    await deployAudit(accountB);
    await furnish(accountB, 120);
    const { roles, providers } = await reader().read(accountB);
    expect(roles.filter(({ name }) => name.startsWith('web-'))).toHaveLength(120);
    expect(roles.find(({ name }) => name === 'web-0')).toMatchObject({
      arn: `arn:aws:iam::${accountB}:role/ci/web-0`,
      path: '/ci/',
      trustPolicy: trust,
      maxSessionDurationSeconds: 7200,
      permissionsBoundary: `arn:aws:iam::${accountB}:policy/ci-boundary`,
      tags: { team: 'wéb & co' },
      managedPolicies: [`arn:aws:iam::${accountB}:policy/deploy`],
      createdAt: expect.stringMatching(/Z$/) as string,
    });
    expect(roles.filter(({ path: its }) => its.startsWith('/aws-service-role/'))).toEqual([]);
    expect(providers.map(({ issuer, audiences }) => [issuer, [...audiences].sort()])).toEqual([
      ['https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/', ['a', 'b']],
      ['https://token.actions.githubusercontent.com', ['sts.amazonaws.com']],
    ]);
  });

  it('is the ambient one without another role', async () => {
    expect(await ambientAccount(kept(new STSClient(settings)))).toBe(factoryAccount);
    expect((await reader().read(factoryAccount)).roles).toEqual([]);
  });

  it('is refused where its role lets nobody list the providers', async () => {
    await deployAudit(accountB, reading.slice(0, 3));
    const sts = kept(new STSClient({ ...settings, credentials: await reachingCredentials() }));
    await enforceAccess(true);
    await expect(reader(sts).read(accountB)).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

/** Credentials that may assume any role, where the server's access control is on. */
const reachingCredentials = async () => {
  const iam = kept(new IAMClient({ ...settings, region: 'us-east-1' }));
  await iam.send(new CreateUserCommand({ UserName: 'auditor' }));
  const { Policy: policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'reach', PolicyDocument: allow(['sts:AssumeRole']) }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName: 'auditor', PolicyArn: policy!.Arn! }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'auditor' }));
  return { accessKeyId: key!.AccessKeyId!, secretAccessKey: key!.SecretAccessKey! };
};

describe('oidc-factory inventory', () => {
  const withFile = async (work: (file: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-'));
    try {
      await work(path.join(folder, 'inventory.jsonl'));
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const run = (file: string, ...words: readonly string[]) =>
    command(
      'inventory',
      '--config',
      path.join(root, 'config'),
      '--out',
      file,
      '--role',
      audit,
      '--no-directory',
      ...words,
    );

  it('reads two accounts of the organization through the role in each', () =>
    withFile(async (file) => {
      for (const account of [accountA, accountB]) {
        await deployAudit(account);
        await furnish(account, 3);
      }
      const { code, out, err } = await run(file, '--no-bindings', '--account', accountA, '--account', 'payments-test');
      expect([code, err]).toEqual([0, expect.stringContaining('bindings are left empty')]);
      expect(out).toContain('2 accounts, 8 roles');
      const lines = (await readFile(file, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as InventoryAccount);
      expect(lines.map((line) => [isInventoryAccount(line), line.account.id])).toEqual([
        [true, accountA],
        [true, accountB],
      ]);
    }));

  it('brings in what the table of the factory keeps', () =>
    withFile(async (file) => {
      const factory = await inAccount('222222222222');
      const dynamo = kept(new DynamoDBClient(factory));
      await dynamo.send(
        new CreateTableCommand({
          TableName: 'oidc-factory',
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
        }),
      );
      const item = (sk: string, value: Record<string, unknown>[]) => ({
        PutRequest: {
          Item: { pk: { S: `ACCOUNT#${accountA}` }, sk: { S: sk }, value: { L: value.map((M) => ({ M })) } },
        },
      });
      await dynamo.send(
        new BatchWriteItemCommand({
          RequestItems: {
            'oidc-factory': [
              item('SIGHTINGS', [{ what: { S: 'role web' }, firstSeenAt: { S: '2027-01-04T02:00:00.000Z' } }]) as never,
            ],
          },
        }),
      );
      await deployAudit(accountA);
      expect((await run(file, '--account', accountA)).code).toBe(0);
      const line = JSON.parse(await readFile(file, 'utf8')) as InventoryAccount;
      expect(line.sightings).toEqual([{ what: 'role web', firstSeenAt: '2027-01-04T02:00:00.000Z' }]);
    }));

  it('says that there is no factory yet', () =>
    withFile(async (file) => {
      await deployAudit(accountA);
      const { code, err } = await run(file, '--account', accountA);
      expect([code, err]).toEqual([0, expect.stringContaining('is not deployed')]);
    }));

  it('reads no account with credentials that nobody knows', () =>
    withFile(async (file) => {
      await enforceAccess(true);
      const { code, err } = await run(file, '--no-bindings');
      expect(code).toBe(1);
      expect(err).toContain('AccountsRefused');
    }));
});
