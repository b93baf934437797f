import { wildcardMatcher } from './trust/wildcard';

/**
 * Roles that the factory never writes to, whatever the policies say: its own, and what the account is governed by.
 * Patterns of path and name without the slash before them, with IAM's wildcards.
 */
export const protectedRoles = [
  'oidc-factory-*',
  'aws-service-role/*',
  'aws-reserved/*',
  'AWSControlTower*',
  'aws-controltower-*',
  'AWSAccelerator*',
  'AWSCloudFormationStackSetExecutionRole',
  'OrganizationAccountAccessRole',
  'stacksets-exec-*',
  'cdk-*',
] as const;

/** Whether a role is one of them. */
export const isProtectedRole = (role: { readonly path: string; readonly name: string }): boolean => {
  const name = `${role.path}${role.name}`.toLowerCase();
  return matchers.some((matches) => matches(name));
};

/** IAM takes names of roles for the same whatever their case. */
const matchers = protectedRoles.map((pattern) => wildcardMatcher(`/${pattern.toLowerCase()}`, { ignoreCase: false }));
