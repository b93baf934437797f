import { parseArn } from './arn';
import type { Policy } from './compiled-policy';
import { names } from './names';
import { matcher } from './pattern';

/** The account that AWS managed policies are in, as their ARNs have it. */
const awsAccount = 'aws';

/** Whether some policy says which managed policies a role may have, so that they must be read. */
export const asksForManagedPolicies = (policies: readonly Policy[]): boolean =>
  policies.some(
    ({ limits }) => limits.allowedManagedPolicies !== undefined || limits.bannedManagedPolicies !== undefined,
  );

/**
 * Whether a managed policy is among those that are allowed. A name means the one of AWS only, with its path where it has
 * one: everybody who may make policies could give one of his own that name.
 */
export const isAllowed = (arn: string, allowed: readonly string[]): boolean =>
  allowed.some((pattern) => {
    if (isArn(pattern)) return matcher(pattern)(arn);
    const { account, name } = partsOf(arn);
    return account === awsAccount && matcher(pattern)(name);
  });

/** Whether a managed policy is among those that are banned. A name means every policy of that name, wherever it is. */
export const isBanned = (arn: string, banned: readonly string[]): boolean =>
  banned.some((pattern) => {
    if (isArn(pattern)) return matcher(pattern)(arn);
    const { name } = partsOf(arn);
    return matcher(pattern)(name) || matcher(pattern)(name.slice(name.lastIndexOf('/') + 1));
  });

/** Whether a permissions boundary is among those wanted. A name means one of the role's own account, or of AWS. */
export const isWantedBoundary = (arn: string, wanted: readonly string[], ownAccount: string): boolean =>
  wanted.some((pattern) => {
    if (isArn(pattern)) return matcher(pattern)(arn);
    const { account, name } = partsOf(arn);
    return (account === ownAccount || account === awsAccount) && matcher(pattern)(name);
  });

/** Whether it is the policy that the factory itself attaches to cut sessions off. */
export const isRevokedSessionsPolicy = (arn: string, ownAccount: string): boolean => {
  const { account, name } = partsOf(arn);
  return account === ownAccount && name === names.revokedSessionsPolicy;
};

const isArn = (pattern: string): boolean => pattern.startsWith('arn:');

/** Account, and name with its path. */
const partsOf = (arn: string): { readonly account: string; readonly name: string } => {
  const parsed = parseArn(arn);
  return { account: parsed?.account ?? '', name: (parsed?.resource ?? arn).replace(/^policy\//, '') };
};
