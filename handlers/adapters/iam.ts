import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  paginateListRoles,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  UpdateAssumeRolePolicyCommand,
  type IAMClient,
  type Role,
} from '@aws-sdk/client-iam';
import { oidcProviderArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import { hostAndPathOf } from '../../federation/issuer';
import type { ObservedRole, RoleListing } from '../../federation/observed';
import type { Partition } from '../../federation/partition';
import type { AccountIam } from '../../federation/ports';
import { attempt, failureOf, nameOf } from './failures';

/** IAM's own word for «there is no such thing». */
const absent = 'NoSuchEntityException';

/** IAM of one account, by a client that has the access role's credentials. */
export const createAccountIam = (client: IAMClient, partition: Partition, account: string): AccountIam => {
  const providerArn = (issuer: string): string => oidcProviderArn(partition, account, hostAndPathOf(issuer));
  return {
    getRole: (roleName) =>
      orAbsent(`The role ${roleName} in ${account} cannot be read.`, async () => {
        const { Role: role } = await client.send(new GetRoleCommand({ RoleName: roleName }));
        return observedRole(role, roleName, account);
      }),

    listRoles: () =>
      attempt(`The roles of ${account} cannot be listed.`, async () => {
        const listing: RoleListing[] = [];
        for await (const page of paginateListRoles({ client }, {})) {
          for (const { RoleName: name, AssumeRolePolicyDocument: document } of page.Roles ?? []) {
            if (name !== undefined && document !== undefined)
              listing.push({ name, trustPolicy: decodeURIComponent(document) });
          }
        }
        return listing;
      }),

    updateAssumeRolePolicy: (roleName, document) =>
      attempt(
        `The trust policy of ${roleName} in ${account} cannot be written.`,
        async () => {
          await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: document }));
        },
        {
          [absent]: 'WorldMoved',
          LimitExceededException: 'TrustPolicyTooLong',
          MalformedPolicyDocumentException: 'TrustPolicyRefused',
          UnmodifiableEntityException: 'TrustPolicyRefused',
        },
      ),

    getOpenIdConnectProvider: (issuer) =>
      orAbsent(`The provider of ${issuer} in ${account} cannot be read.`, async () => {
        const arn = providerArn(issuer);
        const found = await client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
        return { arn, issuer, audiences: found.ClientIDList ?? [] };
      }),

    createOpenIdConnectProvider: async (issuer, audiences, thumbprints) => {
      try {
        await client.send(
          new CreateOpenIDConnectProviderCommand({
            Url: issuer,
            ClientIDList: [...audiences],
            ThumbprintList: [...thumbprints],
          }),
        );
      } catch (error) {
        if (nameOf(error) === 'EntityAlreadyExistsException') return;
        throw failureOf(error, `The provider of ${issuer} in ${account} cannot be created.`);
      }
    },

    addClientId: (issuer, audience) =>
      attempt(
        `The audience ${audience} cannot be added to the provider of ${issuer} in ${account}.`,
        async () => {
          await client.send(
            new AddClientIDToOpenIDConnectProviderCommand({
              OpenIDConnectProviderArn: providerArn(issuer),
              ClientID: audience,
            }),
          );
        },
        { [absent]: 'ProviderMissing', LimitExceededException: 'AudienceQuotaReached' },
      ),

    removeClientId: async (issuer, audience) => {
      await orAbsent(`The audience ${audience} cannot be removed from the provider of ${issuer} in ${account}.`, () =>
        client.send(
          new RemoveClientIDFromOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: providerArn(issuer),
            ClientID: audience,
          }),
        ),
      );
    },
  };
};

/** Undefined where IAM says that there is no such thing; a denied call is a failure. */
const orAbsent = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (nameOf(error) === absent) return undefined;
    throw failureOf(error, what);
  }
};

const observedRole = (role: Role | undefined, roleName: string, account: string): ObservedRole => {
  const { Arn: arn, RoleName: name, Path: path, RoleId: roleId, AssumeRolePolicyDocument: document } = role ?? {};
  if (arn === undefined || name === undefined || path === undefined || roleId === undefined || document === undefined) {
    throw new Failure('Unavailable', `IAM showed the role ${roleName} in ${account} only in part.`);
  }
  const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn,
    name,
    path,
    roleId,
    trustPolicy: decodeURIComponent(document),
    maxSessionDurationSeconds: role?.MaxSessionDuration ?? 3600,
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    tags: Object.fromEntries((role?.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  };
};
