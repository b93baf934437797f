import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import { partitions, type Partition } from '../../federation/partition';
import type { AccountEvents, AccountIam, AccountParameters, Accounts, Clock } from '../../federation/ports';
import { createAccountEvents } from './account-events';
import { createAccountParameters } from './account-parameters';
import { assumeRole, type AwsCredentials, sessionMilliseconds } from './assume-role';
import { createAccountIam } from './iam';

/** So many sessions are kept at once; a run over the whole organization would otherwise fill the function's memory. */
const keptSessions = 200;

/** Where the accounts are, and which region of each speaks for it. */
export interface AccountsPlace {
  readonly partition: Partition;
  /** Parameters and events are there; IAM is everywhere. */
  readonly homeRegion: string;
}

/** Settings of the clients of an account, beside their region and credentials. */
export interface AccountClientSettings {
  readonly maxAttempts: number;
  readonly retryMode?: 'adaptive' | 'standard';
  readonly endpoint?: string;
}

interface Session {
  readonly iam: AccountIam;
  readonly parameters: AccountParameters;
  readonly events: AccountEvents;
  readonly until: number;
  /** Closes the connections. */
  readonly close: () => void;
}

/**
 * The accounts, each reached through its access role. Sessions are kept for the life of the function, an account each,
 * until shortly before they end.
 */
export const createAccounts = (
  sts: STSClient,
  place: AccountsPlace,
  clock: Clock,
  settings: AccountClientSettings = { maxAttempts: 4, retryMode: 'adaptive' },
): Accounts => {
  const sessions = new Map<string, Session>();
  const opening = new Map<string, Promise<Session>>();

  const begin = async (account: string, now: number): Promise<Session> => {
    const credentials = await assumeRole(
      sts,
      roleArn(place.partition, account, '/', names.accessRole),
      'AccountNotReady',
    );
    const session = sessionWith(credentials, account, place, settings, now + sessionMilliseconds);
    sessions.get(account)?.close();
    sessions.delete(account);
    sessions.set(account, session);
    dropOldest(sessions);
    return session;
  };

  const sessionIn = async (account: string): Promise<Session> => {
    const now = clock.now().getTime();
    const open = sessions.get(account);
    if (open !== undefined && open.until > now) return open;
    // Who asks while a session is being opened waits for that one.
    const session = opening.get(account) ?? begin(account, now).finally(() => opening.delete(account));
    opening.set(account, session);
    return session;
  };

  return {
    open: async (account) => (await sessionIn(account)).iam,
    parameters: async (account) => (await sessionIn(account)).parameters,
    events: async (account) => (await sessionIn(account)).events,
  };
};

/** The clients of one session; a client that is not used opens no connection. */
const sessionWith = (
  credentials: AwsCredentials,
  account: string,
  { partition, homeRegion }: AccountsPlace,
  settings: AccountClientSettings,
  until: number,
): Session => {
  // IAM has one endpoint a partition; the SDK finds it, and the region to sign for, by a region of the partition.
  const iam = new IAMClient({ ...settings, region: partitions[partition].iamEventRegion, credentials });
  const ssm = new SSMClient({ ...settings, region: homeRegion, credentials });
  const eventBridge = new EventBridgeClient({ ...settings, region: homeRegion, credentials });
  return {
    iam: createAccountIam(iam, partition, account),
    parameters: createAccountParameters(ssm, account),
    events: createAccountEvents(eventBridge, account),
    until,
    close: () => {
      for (const client of [iam, ssm, eventBridge]) client.destroy();
    },
  };
};

/** A Map keeps the order in which things were put in. */
const dropOldest = (sessions: Map<string, Session>): void => {
  const oldest = sessions.entries().next().value;
  if (sessions.size <= keptSessions || oldest === undefined) return;
  oldest[1].close();
  sessions.delete(oldest[0]);
};
