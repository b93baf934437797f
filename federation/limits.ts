import type { AccountFacts, Policy } from './compiled-policy';
import { isAllowed, isBanned, isRevokedSessionsPolicy, isWantedBoundary } from './managed-policies';
import { matchesTags } from './matching';
import type { ObservedRole } from './observed';
import type { Reason } from './reasons';

/** Whether some policy limits how long sessions may last, so that it must be read. */
export const asksForSessionDuration = (policies: readonly Policy[]): boolean =>
  policies.some(({ limits }) => limits.maxSessionDurationSeconds !== undefined);

/** What a role does not keep of a policy's limits. What was not read counts as not kept. */
export const brokenLimits = (
  policy: Policy,
  role: ObservedRole,
  account: Pick<AccountFacts, 'id'>,
): readonly Reason[] => [
  ...brokenSession(policy, role),
  ...brokenBoundary(policy, role, account),
  ...brokenManagedPolicies(policy, role, account),
  ...missingTags(policy, role),
];

const brokenSession = ({ name, limits }: Policy, role: ObservedRole): readonly Reason[] => {
  const { maxSessionDurationSeconds: most } = limits;
  if (most === undefined) return [];
  if (role.maxSessionDurationSeconds === undefined) {
    const because = `How long the role's sessions may last was not read; the policy ${name} allows ${most} s.`;
    return [{ code: 'session-duration-unknown', because }];
  }
  if (role.maxSessionDurationSeconds <= most) return [];
  const because = `The role allows sessions of ${role.maxSessionDurationSeconds} s; the policy ${name} allows ${most} s.`;
  return [{ code: 'session-too-long', because }];
};

const brokenBoundary = (
  { name, limits }: Policy,
  { permissionsBoundary: boundary }: ObservedRole,
  { id }: Pick<AccountFacts, 'id'>,
): readonly Reason[] => {
  const { requirePermissionsBoundary, permissionsBoundaries: wanted } = limits;
  if (boundary === undefined) {
    if (!requirePermissionsBoundary && wanted === undefined) return [];
    const because = `The role has no permissions boundary; the policy ${name} wants one.`;
    return [{ code: 'permissions-boundary-missing', because }];
  }
  if (wanted === undefined || isWantedBoundary(boundary, wanted, id)) return [];
  const because = `The role has the permissions boundary ${boundary}; the policy ${name} wants ${wanted.join(' or ')}.`;
  return [{ code: 'permissions-boundary-not-allowed', because }];
};

const brokenManagedPolicies = (
  { name, limits }: Policy,
  { managedPolicies }: ObservedRole,
  { id }: Pick<AccountFacts, 'id'>,
): readonly Reason[] => {
  const { allowedManagedPolicies: allowed, bannedManagedPolicies: banned } = limits;
  if (allowed === undefined && banned === undefined) return [];
  if (managedPolicies === undefined) {
    const because = `The managed policies of the role were not read; the policy ${name} says which it may have.`;
    return [{ code: 'managed-policies-unknown', because }];
  }
  return managedPolicies
    .filter((arn) => !isRevokedSessionsPolicy(arn, id))
    .flatMap((arn): readonly Reason[] => {
      if (banned !== undefined && isBanned(arn, banned)) {
        const because = `The role has the managed policy ${arn}, which the policy ${name} bans. Detach it.`;
        return [{ code: 'managed-policy-banned', because }];
      }
      if (allowed === undefined || isAllowed(arn, allowed)) return [];
      const because = `The role has the managed policy ${arn}, which is none that the policy ${name} allows. Detach it, or add it to allowedManagedPolicies.`;
      return [{ code: 'managed-policy-not-allowed', because }];
    });
};

const missingTags = ({ name, limits }: Policy, { tags }: ObservedRole): readonly Reason[] =>
  Object.entries(limits.requiredTags ?? {})
    .filter(([key, pattern]) => !matchesTags({ [key]: pattern }, tags))
    .map(([key, pattern]) => ({
      code: 'required-tag-missing',
      because: Object.hasOwn(tags, key)
        ? `The role's tag ${key} is ${tags[key] ?? ''}; the policy ${name} wants ${pattern}.`
        : `The role has no tag ${key}; the policy ${name} wants one.`,
    }));
