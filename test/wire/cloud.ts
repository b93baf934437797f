/** The server that `npm run test:wire` starts, with clients for the accounts in it. */
import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import type { Accounts } from '../../federation/ports';
import { createAccounts } from '../../handlers/adapters/accounts';
import { systemClock } from '../../handlers/adapters/clock';

const endpoint = process.env['WIRE_AWS_ENDPOINT'];
if (endpoint === undefined) throw new Error('Run the wire tests by `npm run test:wire`, which starts their server.');

export const homeRegion = 'eu-west-1';
/** The account that the server takes every key for that it has not issued. */
export const factoryAccount = '123456789012';
export const accountA = '444444444444';
export const accountB = '555555555555';

/** Settings of a client in the factory account. */
export const settings = {
  endpoint,
  region: homeRegion,
  credentials: { accessKeyId: 'AKIAFACTORY000000000', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

interface Destroyable {
  destroy(): void;
}

const clients: Destroyable[] = [];

/** Keeps a client, so that its connections are closed when the tests have run. */
export const kept = <Client extends Destroyable>(client: Client): Client => {
  clients.push(client);
  return client;
};

afterAll(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** The factory's way into accounts, as the deployed function has it. */
export const accounts = (credentials = settings.credentials): Accounts =>
  createAccounts(kept(new STSClient({ ...settings, credentials })), { partition: 'aws', homeRegion }, systemClock, {
    endpoint,
    maxAttempts: 1,
  });

/** Settings of a client of somebody who works in an account; the server takes any role for it. */
export const inAccount = async (account: string) => {
  const sts = kept(new STSClient(settings));
  const arn = roleArn('aws', account, '/', 'owner');
  const { Credentials: session } = await sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'owner' }));
  return {
    ...settings,
    credentials: {
      accessKeyId: session!.AccessKeyId!,
      secretAccessKey: session!.SecretAccessKey!,
      sessionToken: session!.SessionToken!,
    },
  };
};

/** IAM of an account, as its people use it. */
export const ownersIam = async (account: string): Promise<IAMClient> =>
  kept(new IAMClient({ ...(await inAccount(account)), region: 'us-east-1' }));

/** The trust policy of the access role, narrowed to the one role of the factory that may assume it. */
export const accessTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${factoryAccount}:root` },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:PrincipalArn': roleArn('aws', factoryAccount, '/', names.accountSteps) } },
    },
  ],
});

/** Turns the server's access control on, or off again; the call itself is never denied. */
export const enforceAccess = async (isOn: boolean): Promise<void> => {
  await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: isOn ? '0' : 'Infinity' });
};

/** Empties the server. */
export const reset = async (): Promise<void> => {
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
};
