import { IAMClient, IAMServiceException } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSServiceException, type STSClient } from '@aws-sdk/client-sts';
import type { AccountReader } from '../../federation/account-reader';
import { parseArn, roleArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import { partitions, type Partition } from '../../federation/partition';
import { credentialErrors } from './credential-errors';
import { failureOf, nameOf } from './failures';
import { readAccount } from './read-account';

/** The shortest session that STS gives; an account is read in seconds. */
const sessionSeconds = 900;

/** Credentials of a session, or none where the ambient ones are meant. */
export type SessionCredentials =
  { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string } | undefined;

/** How accounts are entered by whoever runs a command. */
export interface AccountReaderOptions {
  readonly partition: Partition;
  /** The role that is assumed in each account, by its name with or without its path. */
  readonly role: string;
  /** The account that the ambient credentials are in; it is entered as it is. */
  readonly ambientAccount: string;
}

/**
 * Whoever runs the command: the account that the ambient credentials are in.
 * @throws Failure `AccountsRefused` where there are none, or none that AWS knows.
 */
export const ambientAccount = async (sts: STSClient): Promise<string> => {
  try {
    const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
    if (account !== undefined) return account;
  } catch (error) {
    const failure = ambientFailure(error, 'AWS STS does not say whose credentials these are.');
    if (!(failure instanceof Failure) || failure.code !== 'Unavailable') throw failure;
    const what = 'AWS STS cannot be reached. See whether the network and a proxy let you.';
    throw new Failure('AccountsRefused', what, { cause: error });
  }
  throw new Failure('AccountsRefused', 'AWS STS does not say whose credentials these are.');
};

/**
 * Credentials of the role in an account; undefined for the account that the ambient credentials are in.
 * @throws Failure `AccountNotReady` where the role is not to be assumed.
 */
export const enter = async (
  sts: STSClient,
  account: string,
  { partition, role, ambientAccount: ambient }: AccountReaderOptions,
): Promise<SessionCredentials> => {
  if (account === ambient) return undefined;
  const arn = roleArn(partition, account, '/', role);
  const what = `The role ${arn} cannot be assumed: the account is closed, has no such role, or the role does not trust you.`;
  try {
    const answer = await sts.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        RoleSessionName: 'oidc-factory-inventory',
        DurationSeconds: sessionSeconds,
      }),
    );
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
    } = answer.Credentials ?? {};
    const isThere = parseArn(answer.AssumedRoleUser?.Arn ?? '')?.account === account;
    if (!isThere || accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
      throw new Failure('AccountNotReady', `AWS STS gave no session in ${account}.`);
    return { accessKeyId, secretAccessKey, sessionToken };
  } catch (error) {
    throw ambientFailure(error, what);
  }
};

/** Accounts by the role that is assumed in each with the ambient credentials. The SDK slows down where IAM asks for it. */
export const createAccountReader = (sts: STSClient, options: AccountReaderOptions): AccountReader => ({
  read: async (account) => {
    const credentials = await enter(sts, account, options);
    const client = new IAMClient({
      region: partitions[options.partition].iamEventRegion,
      ...(credentials !== undefined && { credentials }),
      ...clientSettings,
    });
    try {
      return await readAccount(client, options.partition, account);
    } catch (error) {
      if (!(error instanceof IAMServiceException)) throw error;
      throw new Failure('AccountNotReady', `IAM of ${account} did not answer (${error.name}).`, { cause: error });
    } finally {
      client.destroy();
    }
  },
});

/** Of every client that reads accounts: it waits as the service asks for it, before anybody hears of it. */
export const clientSettings = { maxAttempts: 6, retryMode: 'adaptive' } as const;

/** Credentials that are missing or over stop everything; else it is the account that refuses. */
const ambientFailure = (error: unknown, what: string): unknown => {
  const credentials = credentialErrors.get(nameOf(error));
  if (credentials !== undefined) return new Failure('AccountsRefused', credentials, { cause: error });
  const failure = failureOf(error, what, { AccessDenied: 'AccountNotReady' });
  return failure instanceof STSServiceException
    ? new Failure('AccountNotReady', `${what.replace(/\.$/, '')} (${failure.name}).`, { cause: error })
    : failure;
};
