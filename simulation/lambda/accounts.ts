import { roleArn } from '../../federation/arn';
import type { FailureCode } from '../../federation/failures';
import { names } from '../../federation/names';
import type { AccountIam, Accounts } from '../../federation/ports';
import { attempt } from '../../handlers/adapters/failures';
import { AwsError, type AwsErrorCode } from '../errors';
import type { IamApi } from '../iam';
import type { RunningFunction } from './ports';
import type { Surroundings } from './surroundings';

/** A session is used again for so long; it would last an hour. */
const keptSeconds = 3300;

/** The accounts, each through a session of its access role, which is kept as the deployed function keeps it. */
export const accounts = (running: RunningFunction, { world, sts, iam }: Surroundings): Accounts => {
  const sessions = new Map<string, { readonly iam: AccountIam; readonly until: number }>();
  return {
    open: async (account) => {
      const now = world.clock.now().getTime();
      const open = sessions.get(account);
      if (open !== undefined && open.until > now) return open.iam;
      const arn = roleArn(world.organization.partition, account, '/', names.accessRole);
      const opened = await call(
        `The role ${arn} cannot be assumed.`,
        () => accountIam(iam(account, sts.assumeRole(running.principal, arn, running.deployed.name)), account),
        { AccessDenied: 'AccountNotReady' },
      );
      sessions.set(account, { iam: opened, until: now + keptSeconds * 1000 });
      return opened;
    },
  };
};

/** IAM's calls and errors as the port has them. */
const accountIam = (api: IamApi, account: string): AccountIam => ({
  getRole: (roleName) =>
    call(`The role ${roleName} in ${account} cannot be read.`, () => unlessAbsent(() => api.getRole(roleName))),
  listRoles: () => call(`The roles of ${account} cannot be listed.`, () => api.listRoles()),
  updateAssumeRolePolicy: (roleName, document) =>
    call(
      `The trust policy of ${roleName} in ${account} cannot be written.`,
      () => {
        api.updateAssumeRolePolicy(roleName, document);
      },
      {
        LimitExceeded: 'TrustPolicyTooLong',
        MalformedPolicyDocument: 'TrustPolicyRefused',
        NoSuchEntity: 'WorldMoved',
      },
    ),
  getOpenIdConnectProvider: (issuer) =>
    call(`The provider of ${issuer} in ${account} cannot be read.`, () =>
      unlessAbsent(() => api.getOpenIdConnectProvider(issuer)),
    ),
  createOpenIdConnectProvider: (issuer, audiences, thumbprints) =>
    call(`The provider of ${issuer} in ${account} cannot be created.`, () => {
      unless('EntityAlreadyExists', () => {
        api.createOpenIdConnectProvider(issuer, audiences, thumbprints);
      });
    }),
  addClientId: (issuer, audience) =>
    call(
      `The audience ${audience} cannot be added to the provider of ${issuer} in ${account}.`,
      () => {
        api.addClientId(issuer, audience);
      },
      { LimitExceeded: 'AudienceQuotaReached', NoSuchEntity: 'ProviderMissing' },
    ),
  removeClientId: (issuer, audience) =>
    call(`The audience ${audience} cannot be removed from the provider of ${issuer} in ${account}.`, () => {
      unlessAbsent(() => {
        api.removeClientId(issuer, audience);
      });
    }),
});

type Meanings = Readonly<Partial<Record<AwsErrorCode, FailureCode>>>;

/** @param meanings what IAM's errors mean for this very call. */
const call = <T>(what: string, work: () => T, meanings: Meanings = {}): Promise<T> =>
  attempt(
    what,
    () =>
      new Promise<T>((resolve) => {
        resolve(work());
      }),
    { ConcurrentModification: 'ConcurrentModification', ...meanings },
  );

const unless = <T>(code: AwsErrorCode, work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
};

const unlessAbsent = <T>(work: () => T): T | undefined => unless('NoSuchEntity', work);
