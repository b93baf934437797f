import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type Credentials, type STSClient } from '@aws-sdk/client-sts';
import { parseArn, roleArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import { partitions, type Partition } from '../../federation/partition';
import type { AccountIam, Accounts, Clock } from '../../federation/ports';
import { failureOf } from './failures';
import { createAccountIam } from './iam';

/** Sessions last an hour, the longest that a role assumed by another may have. */
const sessionSeconds = 3600;

/** A session is given up so long before it ends, so that no step outlives it. */
const marginSeconds = 300;

/** So many sessions are kept at once; a run over the whole organization would otherwise fill the function's memory. */
const keptSessions = 200;

interface Session {
  readonly client: IAMClient;
  readonly iam: AccountIam;
  readonly until: number;
}

/**
 * The accounts, each reached through its access role. Sessions are kept for the life of the function, an account each,
 * until shortly before they end.
 * @param settings of the IAM clients, beside their credentials.
 */
export const createAccounts = (
  sts: STSClient,
  partition: Partition,
  clock: Clock,
  settings: IAMClientConfig = { maxAttempts: 4, retryMode: 'adaptive' },
): Accounts => {
  // IAM has one endpoint a partition; the SDK finds it, and the region to sign for, by a region of the partition.
  const region = partitions[partition].iamEventRegion;
  const sessions = new Map<string, Session>();
  return {
    open: async (account) => {
      const now = clock.now().getTime();
      const open = sessions.get(account);
      if (open !== undefined && open.until > now) return open.iam;
      const credentials = await assumeAccessRole(sts, partition, account);
      const client = new IAMClient({ region, ...settings, credentials });
      const iam = createAccountIam(client, partition, account);
      open?.client.destroy();
      sessions.delete(account);
      sessions.set(account, { client, iam, until: now + (sessionSeconds - marginSeconds) * 1000 });
      dropOldest(sessions);
      return iam;
    },
  };
};

/** A Map keeps the order in which things were put in. */
const dropOldest = (sessions: Map<string, Session>): void => {
  const oldest = sessions.entries().next().value;
  if (sessions.size <= keptSessions || oldest === undefined) return;
  oldest[1].client.destroy();
  sessions.delete(oldest[0]);
};

const assumeAccessRole = async (sts: STSClient, partition: Partition, account: string) => {
  const arn = roleArn(partition, account, '/', names.accessRole);
  try {
    const answer = await sts.send(
      new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'oidc-factory', DurationSeconds: sessionSeconds }),
    );
    // "Gone" is believed only of the right account, so the session must be in it.
    if (parseArn(answer.AssumedRoleUser?.Arn ?? '')?.account !== account) {
      throw new Failure('AccountNotReady', `The session for ${arn} is not one in ${account}.`);
    }
    return completeCredentials(answer.Credentials, arn);
  } catch (error) {
    throw failureOf(error, `The role ${arn} cannot be assumed.`, { AccessDenied: 'AccountNotReady' });
  }
};

const completeCredentials = (credentials: Credentials | undefined, arn: string) => {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw new Failure('Unavailable', `STS gave no credentials for ${arn}.`);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
};
