import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type Credentials, type STSClient } from '@aws-sdk/client-sts';
import { parseArn, roleArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import type { Partition } from '../../federation/partition';
import type { AccountIam, Accounts, Clock } from '../../federation/ports';
import { failureOf } from './failures';
import { createAccountIam } from './iam';

/** Sessions last an hour, the longest that a role assumed by another may have. */
const sessionSeconds = 3600;

/** A session is given up so long before it ends, so that no step outlives it. */
const marginSeconds = 300;

interface Session {
  readonly iam: AccountIam;
  readonly until: number;
}

/**
 * The accounts, each reached through its access role. Sessions are kept for the life of the function, an account each,
 * until shortly before they end.
 */
export const createAccounts = (sts: STSClient, partition: Partition, clock: Clock): Accounts => {
  const sessions = new Map<string, Session>();
  return {
    open: async (account) => {
      const now = clock.now().getTime();
      const open = sessions.get(account);
      if (open !== undefined && open.until > now) return open.iam;
      const credentials = await assumeAccessRole(sts, partition, account);
      const client = new IAMClient({ credentials, maxAttempts: 4, retryMode: 'adaptive' });
      const iam = createAccountIam(client, partition, account);
      sessions.set(account, { iam, until: now + (sessionSeconds - marginSeconds) * 1000 });
      return iam;
    },
  };
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
