import { accountPrincipalArn } from '../../federation/arn';
import { Failure, type FailureCode } from '../../federation/failures';
import { names } from '../../federation/names';
import type { AccountIam, Accounts } from '../../federation/ports';
import { AwsError, type AwsErrorCode } from '../errors';
import type { IamApi } from '../iam';
import type { RunningFunction } from './ports';
import type { Surroundings } from './surroundings';

/** The accounts, each through a session of its access role. */
export const accounts = (running: RunningFunction, { world, sts, iam }: Surroundings): Accounts => ({
  open: (account) => {
    const accessRole = accountPrincipalArn(world.organization.partition, account).replace(
      /root$/,
      `role/${names.accessRole}`,
    );
    return translated({ AccessDenied: 'AccountNotReady' }, () =>
      accountIam(iam(account, sts.assumeRole(running.principal, accessRole, running.deployed.name))),
    );
  },
});

/** IAM's calls and errors as the port has them. */
const accountIam = (api: IamApi): AccountIam => ({
  getRole: (roleName) => translated({}, () => unlessAbsent(() => api.getRole(roleName))),
  listRoles: () => translated({}, () => api.listRoles()),
  updateAssumeRolePolicy: (roleName, document) =>
    translated(
      {
        LimitExceeded: 'TrustPolicyTooLong',
        MalformedPolicyDocument: 'TrustPolicyRefused',
        NoSuchEntity: 'WorldMoved',
      },
      () => {
        api.updateAssumeRolePolicy(roleName, document);
      },
    ),
  getOpenIdConnectProvider: (issuer) => translated({}, () => unlessAbsent(() => api.getOpenIdConnectProvider(issuer))),
  createOpenIdConnectProvider: (issuer, audiences, thumbprints) =>
    translated({}, () => {
      unless('EntityAlreadyExists', () => {
        api.createOpenIdConnectProvider(issuer, audiences, thumbprints);
      });
    }),
  addClientId: (issuer, audience) =>
    translated({ LimitExceeded: 'AudienceQuotaReached', NoSuchEntity: 'ProviderMissing' }, () => {
      api.addClientId(issuer, audience);
    }),
  removeClientId: (issuer, audience) =>
    translated({}, () => {
      unless('NoSuchEntity', () => {
        api.removeClientId(issuer, audience);
      });
    }),
});

const translations: Readonly<Partial<Record<AwsErrorCode, FailureCode>>> = {
  AccessDenied: 'AccessDenied',
  ConcurrentModification: 'ConcurrentModification',
};

const translated = <T>(codes: Readonly<Partial<Record<AwsErrorCode, FailureCode>>>, call: () => T): Promise<T> => {
  try {
    return Promise.resolve(call());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = { ...translations, ...codes }[error.code] ?? 'Unavailable';
    return Promise.reject(new Failure(code, error.message, { cause: error }));
  }
};

const unless = <T>(code: AwsErrorCode, call: () => T): T | undefined => {
  try {
    return call();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
};

const unlessAbsent = <T>(call: () => T): T | undefined => unless('NoSuchEntity', call);
