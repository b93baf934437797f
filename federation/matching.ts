import type { AccountFacts, Match, OrganizationalUnitMatch, Policy } from './compiled-policy';
import type { ObservedRole } from './observed';
import { matcher } from './pattern';

/** Whether an organizational unit, given by its path, is one of those meant. */
export const matchesOrganizationalUnit = (path: string, units: readonly OrganizationalUnitMatch[]): boolean =>
  units.some((unit) => path === unit.path || (!unit.direct && (unit.path === '/' || path.startsWith(`${unit.path}/`))));

/** Names the first key of a policy's `match` that an account and role do not satisfy; undefined where all do. */
export const firstMismatch = (match: Match, account: AccountFacts, role: ObservedRole): string | undefined => {
  const checks: readonly (readonly [string, boolean])[] = [
    [
      'organizationalUnits',
      match.organizationalUnits === undefined ||
        matchesOrganizationalUnit(account.organizationalUnit, match.organizationalUnits),
    ],
    ['accounts.ids', match.accountIds?.includes(account.id) ?? true],
    ['accounts.names', matchesAny(match.accountNames, account.name)],
    ['accounts.tags', matchesTags(match.accountTags, account.tags)],
    ['roles.names', matchesAny(match.roleNames, role.name)],
    ['roles.paths', matchesAny(match.rolePaths, role.path)],
    ['roles.tags', matchesTags(match.roleTags, role.tags)],
  ];
  return checks.find(([, holds]) => !holds)?.[0];
};

/** The policy that decides: of those that match, the one with the lowest priority number. */
export const decidingPolicy = (
  policies: readonly Policy[],
  account: AccountFacts,
  role: ObservedRole,
): Policy | undefined => policies.find((policy) => firstMismatch(policy.match, account, role) === undefined);

const matchesAny = (patterns: readonly string[] | undefined, value: string): boolean =>
  patterns === undefined || patterns.some((pattern) => matcher(pattern)(value));

const matchesTags = (
  wanted: Readonly<Record<string, string>> | undefined,
  tags: Readonly<Record<string, string>>,
): boolean =>
  wanted === undefined ||
  Object.entries(wanted).every(([key, pattern]) => {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return value !== undefined && matcher(pattern)(value);
  });
