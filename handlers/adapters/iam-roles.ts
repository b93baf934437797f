import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  paginateListAttachedRolePolicies,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { policyArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import type { Partition } from '../../federation/partition';
import type { AccountIam } from '../../federation/ports';
import { absent, orAbsent } from './absence';
import { describedRoles, listedRoles } from './describe-roles';
import { attempt, nameOf } from './failures';
import { observedRole } from './observed-role';
import { written } from './written';

type RoleCalls = Pick<
  AccountIam,
  | 'getRole'
  | 'listAttachedRolePolicies'
  | 'listRoles'
  | 'describeRoles'
  | 'updateAssumeRolePolicy'
  | 'tagRole'
  | 'untagRole'
  | 'attachRolePolicy'
  | 'detachRolePolicy'
>;

/** The roles of one account. */
export const accountRoles = (client: IAMClient, partition: Partition, account: string): RoleCalls => {
  const getRole: RoleCalls['getRole'] = (roleName) =>
    orAbsent(`The role ${roleName} in ${account} cannot be read.`, async () => {
      const { Role: role } = await client.send(new GetRoleCommand({ RoleName: roleName }));
      return observedRole(role, role?.MaxSessionDuration, `the role ${roleName} in ${account}`);
    });

  return {
    getRole,

    listAttachedRolePolicies: (roleName) =>
      orAbsent(`The managed policies of ${roleName} in ${account} cannot be listed.`, async () => {
        const arns: string[] = [];
        for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName: roleName }))
          arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn: arn }) => arn ?? []));
        return arns;
      }),

    listRoles: () =>
      attempt(`The roles of ${account} cannot be listed.`, async () =>
        (await listedRoles(client)).flatMap(({ RoleName: name, AssumeRolePolicyDocument: document }) =>
          name === undefined || document === undefined ? [] : [{ name, trustPolicy: decodeURIComponent(document) }],
        ),
      ),

    describeRoles: (wanted) =>
      attempt(`The roles of ${account} cannot be listed.`, () => describedRoles(client, account, getRole, wanted)),

    updateAssumeRolePolicy: (roleName, document) =>
      attempt(
        `The trust policy of ${roleName} in ${account} cannot be written.`,
        async () => {
          return written(
            await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: document })),
          );
        },
        {
          [absent]: 'WorldMoved',
          LimitExceededException: 'TrustPolicyTooLong',
          MalformedPolicyDocumentException: 'TrustPolicyRefused',
          UnmodifiableEntityException: 'TrustPolicyRefused',
        },
      ),

    tagRole: (roleName, tags) =>
      attempt(
        `The role ${roleName} in ${account} cannot be tagged.`,
        async () => {
          const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
          await client.send(new TagRoleCommand({ RoleName: roleName, Tags }));
        },
        { [absent]: 'WorldMoved', LimitExceededException: 'RoleQuotaReached' },
      ),

    untagRole: async (roleName, keys) => {
      await orAbsent(`The tags of ${roleName} in ${account} cannot be taken off.`, () =>
        client.send(new UntagRoleCommand({ RoleName: roleName, TagKeys: [...keys] })),
      );
    },

    attachRolePolicy: (roleName, policyName) => {
      const arn = policyArn(partition, account, policyName);
      return attempt(
        `The policy ${arn} cannot be attached to the role ${roleName}.`,
        async () => {
          try {
            return written(await client.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: arn })));
          } catch (error) {
            // IAM has one name for two things that can be missing; which of them it is, the role itself tells.
            if (nameOf(error) === absent && (await getRole(roleName)) !== undefined)
              throw new Failure('AccountNotReady', `The policy ${arn} is not there.`, { cause: error });
            throw error;
          }
        },
        { [absent]: 'WorldMoved', LimitExceededException: 'RoleQuotaReached' },
      );
    },

    detachRolePolicy: async (roleName, policyName) => {
      const arn = policyArn(partition, account, policyName);
      const answer = await orAbsent(`The policy ${arn} cannot be detached from the role ${roleName}.`, () =>
        client.send(new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn: arn })),
      );
      return answer === undefined ? {} : written(answer);
    },
  };
};
