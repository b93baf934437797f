import type { Role, RoleDetail } from '@aws-sdk/client-iam';
import { Failure } from '../../federation/failures';
import type { ObservedRole } from '../../federation/observed';

/** IAM's own limit for the sessions of a role that was created without one. */
const defaultSessionSeconds = 3600;

/**
 * A role as IAM shows it.
 * @param maxSessionDuration in seconds; `not-read` where nobody asked: GetAccountAuthorizationDetails does not show it.
 * @throws Failure `Unavailable` where half of it is missing.
 */
export const observedRole = (
  role: Role | RoleDetail | undefined,
  maxSessionDuration: number | 'not-read' | undefined,
  what: string,
): ObservedRole => {
  const { Arn: arn, RoleName: name, Path: path, RoleId: roleId, AssumeRolePolicyDocument: document } = role ?? {};
  if (arn === undefined || name === undefined || path === undefined || roleId === undefined || document === undefined) {
    throw new Failure('Unavailable', `IAM showed ${what} only in part.`);
  }
  // GetRole shows no managed policies, which is something else than none.
  const attached =
    role !== undefined && 'AttachedManagedPolicies' in role
      ? role.AttachedManagedPolicies?.flatMap(({ PolicyArn: policy }) => policy ?? [])
      : undefined;
  const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn,
    name,
    path,
    roleId,
    trustPolicy: decodeURIComponent(document),
    ...(maxSessionDuration !== 'not-read' && {
      maxSessionDurationSeconds: maxSessionDuration ?? defaultSessionSeconds,
    }),
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    tags: Object.fromEntries((role?.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    ...(attached !== undefined && { managedPolicies: attached }),
    ...(role?.CreateDate !== undefined && { createdAt: role.CreateDate.toISOString() }),
    ...(role?.RoleLastUsed?.LastUsedDate !== undefined && {
      lastUsedAt: role.RoleLastUsed.LastUsedDate.toISOString(),
    }),
  };
};
