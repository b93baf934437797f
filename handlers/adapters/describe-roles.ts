import {
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
  type IAMClient,
  type Role,
} from '@aws-sdk/client-iam';
import type { ObservedRole } from '../../federation/observed';
import { observedRole } from './observed-role';

/** Every role as ListRoles shows it: without its tags and its permissions boundary. */
export const listedRoles = async (client: IAMClient): Promise<readonly Role[]> => {
  const roles: Role[] = [];
  for await (const page of paginateListRoles({ client }, {})) roles.push(...(page.Roles ?? []));
  return roles;
};

/**
 * Every role, whole. IAM shows it in two halves: the longest session only in ListRoles, all the rest in
 * GetAccountAuthorizationDetails. What only one of them has was made or deleted in between, and is read by itself. The
 * first half is left out where nobody asks how long sessions may last.
 */
export const describedRoles = async (
  client: IAMClient,
  account: string,
  readRole: (roleName: string) => Promise<ObservedRole | undefined>,
  { sessionDurations }: { readonly sessionDurations: boolean },
): Promise<readonly ObservedRole[]> => {
  const listed = new Map(sessionDurations ? (await listedRoles(client)).map((role) => [role.RoleId, role]) : []);
  const roles: ObservedRole[] = [];
  const inHalf: string[] = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client }, { Filter: ['Role'] })) {
    for (const detail of page.RoleDetailList ?? []) {
      const longest = sessionDurations ? listed.get(detail.RoleId)?.MaxSessionDuration : 'not-read';
      const role = observedRole(detail, longest, `the role ${detail.RoleName ?? ''} in ${account}`);
      if (!sessionDurations || listed.delete(detail.RoleId)) roles.push(role);
      else inHalf.push(role.name);
    }
  }
  for (const { RoleName: name } of listed.values()) if (name !== undefined) inHalf.push(name);
  for (const name of new Set(inHalf)) {
    const role = await readRole(name);
    if (role !== undefined) roles.push(role);
  }
  return roles;
};
