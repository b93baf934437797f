import { Failure } from '../../federation/failures';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam, Written } from '../../federation/ports';
import { AwsError } from '../errors';
import type { IamApi } from '../iam';
import { called, unless, type Meanings } from './called';

/** IAM of one account: its calls and errors as the port has them. */
export const accountIam = (api: IamApi, account: string): AccountIam => ({
  getRole: (roleName) =>
    call(`The role ${roleName} in ${account} cannot be read.`, () => unlessAbsent(() => api.getRole(roleName))),
  listAttachedRolePolicies: (roleName) =>
    call(`The managed policies of ${roleName} in ${account} cannot be listed.`, () =>
      unlessAbsent(() => api.listAttachedRolePolicies(roleName)),
    ),
  listRoles: () =>
    call(`The roles of ${account} cannot be listed.`, () =>
      api.listRoles().map(({ name, trustPolicy }) => ({ name, trustPolicy })),
    ),
  describeRoles: ({ sessionDurations }) =>
    call(`The roles of ${account} cannot be listed.`, () =>
      sessionDurations ? describeRoles(api) : api.getAccountAuthorizationDetails(),
    ),
  listOpenIdConnectProviders: () =>
    call(`The OIDC providers of ${account} cannot be listed.`, () => api.listOpenIdConnectProviders()),
  tagRole: (roleName, tags) =>
    call(
      `The role ${roleName} in ${account} cannot be tagged.`,
      () => {
        api.tagRole(roleName, tags);
      },
      { NoSuchEntity: 'WorldMoved', LimitExceeded: 'RoleQuotaReached' },
    ),
  untagRole: (roleName, keys) =>
    call(`The tags of ${roleName} in ${account} cannot be taken off.`, () => {
      unlessAbsent(() => {
        api.untagRole(roleName, keys);
      });
    }),
  attachRolePolicy: (roleName, policyName) =>
    call(
      `The policy ${policyName} cannot be attached to the role ${roleName} in ${account}.`,
      () => {
        attach(api, roleName, policyName);
        return written(api);
      },
      { NoSuchEntity: 'WorldMoved', LimitExceeded: 'RoleQuotaReached' },
    ),
  detachRolePolicy: (roleName, policyName) =>
    call(`The policy ${policyName} cannot be detached from the role ${roleName} in ${account}.`, () => {
      const answer = unlessAbsent(() => {
        api.detachRolePolicy(roleName, policyName);
        return written(api);
      });
      return answer ?? {};
    }),
  updateAssumeRolePolicy: (roleName, document) =>
    call(
      `The trust policy of ${roleName} in ${account} cannot be written.`,
      () => {
        api.updateAssumeRolePolicy(roleName, document);
        return written(api);
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
      const answer = unless('EntityAlreadyExists', () => {
        api.createOpenIdConnectProvider(issuer, audiences, thumbprints);
        return written(api);
      });
      return answer ?? {};
    }),
  addClientId: (issuer, audience) =>
    call(
      `The audience ${audience} cannot be added to the provider of ${issuer} in ${account}.`,
      () => {
        api.addClientId(issuer, audience);
        return written(api);
      },
      { LimitExceeded: 'AudienceQuotaReached', NoSuchEntity: 'ProviderMissing' },
    ),
  removeClientId: (issuer, audience) =>
    call(`The audience ${audience} cannot be removed from the provider of ${issuer} in ${account}.`, () => {
      const answer = unlessAbsent(() => {
        api.removeClientId(issuer, audience);
        return written(api);
      });
      return answer ?? {};
    }),
  updateThumbprints: (issuer, thumbprints) =>
    call(
      `The thumbprints of the provider of ${issuer} in ${account} cannot be written.`,
      () => {
        api.updateThumbprints(issuer, thumbprints);
        return written(api);
      },
      { NoSuchEntity: 'ProviderMissing' },
    ),
});

const written = ({ requestId }: IamApi): Written => (requestId === undefined ? {} : { requestId });

/** As the deployed function puts the two halves together: what only one of them has is read by itself. */
const describeRoles = (api: IamApi): readonly ObservedRole[] => {
  const listed = new Map(api.listRoles().map((role) => [role.name, role]));
  const roles: ObservedRole[] = [];
  const inHalf: string[] = [];
  for (const detail of api.getAccountAuthorizationDetails()) {
    const half = listed.get(detail.name);
    if (half === undefined) inHalf.push(detail.name);
    else roles.push({ ...detail, ...half });
    listed.delete(detail.name);
  }
  for (const name of [...inHalf, ...listed.keys()]) {
    const role = unlessAbsent(() => api.getRole(name));
    if (role !== undefined) roles.push(role);
  }
  return roles;
};

/** IAM has one name for two things that can be missing; which of them it is, the role itself tells. */
const attach = (api: IamApi, roleName: string, policyName: string): void => {
  try {
    api.attachRolePolicy(roleName, policyName);
  } catch (error) {
    const isAbsence = error instanceof AwsError && error.code === 'NoSuchEntity';
    if (isAbsence && unlessAbsent(() => api.getRole(roleName)) !== undefined)
      throw new Failure('AccountNotReady', `The policy ${policyName} is not there.`, { cause: error });
    throw error;
  }
};

const call = <T>(what: string, work: () => T, meanings: Meanings = {}): Promise<T> =>
  called(what, work, { ConcurrentModification: 'ConcurrentModification', ...meanings });

const unlessAbsent = <T>(work: () => T): T | undefined => unless('NoSuchEntity', work);
