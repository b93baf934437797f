import type { AccountFacts, Criteria, Match, OrganizationalUnitMatch, Policy } from './compiled-policy';
import type { ObservedRole } from './observed';
import { matcher } from './pattern';

/** Whether an organizational unit, given by its path, is one of those meant. */
export const matchesOrganizationalUnit = (path: string, units: readonly OrganizationalUnitMatch[]): boolean =>
  units.some((unit) => path === unit.path || (!unit.direct && (unit.path === '/' || path.startsWith(`${unit.path}/`))));

/**
 * Names the first key of a policy's `match` that an account and role do not satisfy, or the key of `except` that leaves
 * them out; undefined where the policy is for the role.
 */
export const firstMismatch = (match: Match, account: AccountFacts, role: ObservedRole): string | undefined =>
  accountMismatch(match, account) ?? roleMismatch(match, role);

/** The policy that decides: of those that match, the one with the lowest priority number. */
export const decidingPolicy = (
  policies: readonly Policy[],
  account: AccountFacts,
  role: ObservedRole,
): Policy | undefined => policiesFor(policies, account).find(({ match }) => roleMismatch(match, role) === undefined);

/**
 * The policy of a name, with the terms that hold in an account: a policy with overrides or waves is several of that name,
 * the narrower ones first.
 */
export const policyNamed = (
  policies: readonly Policy[],
  name: string | undefined,
  account: AccountFacts,
): Policy | undefined => policies.find((policy) => policy.name === name && isWithin(policy.match, account));

/** The policies that can match some role of an account. Neither ever changes, so that what was found once holds. */
const policiesFor = (policies: readonly Policy[], account: AccountFacts): readonly Policy[] => {
  const known = found.get(policies) ?? new WeakMap<AccountFacts, readonly Policy[]>();
  found.set(policies, known);
  const those = known.get(account) ?? policies.filter(({ match }) => accountMismatch(match, account) === undefined);
  known.set(account, those);
  return those;
};

const found = new WeakMap<readonly Policy[], WeakMap<AccountFacts, readonly Policy[]>>();

/** A key of the criteria, whether it is given, and whether it is true of an account or role. */
type Check = readonly [key: string, isGiven: boolean, holds: boolean];

const accountMismatch = (match: Match, account: AccountFacts): string | undefined => {
  const broken = accountChecks(match, account).find(([, isGiven, holds]) => isGiven && !holds);
  if (broken !== undefined) return broken[0];
  if (!isWithin(match, account)) return 'within';
  return leftOut(accountChecks(match.except ?? {}, account));
};

const roleMismatch = (match: Match, role: ObservedRole): string | undefined => {
  const broken = roleChecks(match, role).find(([, isGiven, holds]) => isGiven && !holds);
  return broken?.[0] ?? (match.except === undefined ? undefined : leftOut(roleChecks(match.except, role)));
};

const isWithin = ({ within = [] }: Match, account: AccountFacts): boolean =>
  within.every((criteria) => accountChecks(criteria, account).every(([, isGiven, holds]) => !isGiven || holds));

const leftOut = (checks: readonly Check[]): string | undefined => {
  const excluding = checks.find(([, isGiven, holds]) => isGiven && holds);
  return excluding === undefined ? undefined : `except.${excluding[0]}`;
};

const accountChecks = (
  { organizationalUnits, accountIds, accountNames, accountTags }: Criteria,
  account: AccountFacts,
): readonly Check[] => [
  [
    'organizationalUnits',
    organizationalUnits !== undefined,
    matchesOrganizationalUnit(account.organizationalUnit, organizationalUnits ?? []),
  ],
  ['accounts.ids', accountIds !== undefined, accountIds?.includes(account.id) === true],
  ['accounts.names', accountNames !== undefined, matchesSome(accountNames, account.name)],
  ['accounts.tags', accountTags !== undefined, matchesTags(accountTags, account.tags)],
];

const roleChecks = ({ roleNames, rolePaths, roleTags }: Criteria, role: ObservedRole): readonly Check[] => [
  ['roles.names', roleNames !== undefined, matchesSome(roleNames, role.name)],
  ['roles.paths', rolePaths !== undefined, matchesSome(rolePaths, role.path)],
  ['roles.tags', roleTags !== undefined, matchesTags(roleTags, role.tags)],
];

const matchesSome = (patterns: readonly string[] = [], value: string): boolean =>
  patterns.some((pattern) => matcher(pattern)(value));

/** Whether every tag is there, with a value that its pattern matches. */
export const matchesTags = (
  wanted: Readonly<Record<string, string>> = {},
  tags: Readonly<Record<string, string>>,
): boolean =>
  Object.entries(wanted).every(([key, pattern]) => {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return value !== undefined && matcher(pattern)(value);
  });
