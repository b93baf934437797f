import type { AccountFacts, Criteria, Match, OrganizationalUnitMatch, Policy } from './compiled-policy';
import type { ObservedRole } from './observed';
import { matcher } from './pattern';

/** Whether an organizational unit, given by its path, is one of those meant. */
export const matchesOrganizationalUnit = (path: string, units: readonly OrganizationalUnitMatch[]): boolean =>
  units.some((unit) => path === unit.path || (!unit.direct && isBelow(path, unit.path)));

const isBelow = (path: string, unit: string): boolean =>
  unit === '/' || (path.length > unit.length && path[unit.length] === '/' && path.startsWith(unit));

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
): Policy | undefined =>
  policiesOfAccount(policies, account).find(({ match }) => roleMismatch(match, role) === undefined);

/**
 * The policy of a name, with the terms that hold in an account: a policy with overrides or waves is several of that name,
 * the narrower ones first.
 */
export const policyNamed = (
  policies: readonly Policy[],
  name: string | undefined,
  account: AccountFacts,
): Policy | undefined => policies.find((policy) => policy.name === name && isWithin(policy.match, account));

/** The policies that can match some role of an account. Neither ever changes, and the roles of an account come together. */
export const policiesOfAccount = (policies: readonly Policy[], account: AccountFacts): readonly Policy[] => {
  if (last?.policies !== policies || last.account !== account) {
    const those = policies.filter(({ match }) => accountMismatch(match, account) === undefined);
    last = { policies, account, those };
  }
  return last.those;
};

let last:
  | { readonly policies: readonly Policy[]; readonly account: AccountFacts; readonly those: readonly Policy[] }
  | undefined;

/** A key of the criteria, and whether it is true of something; undefined where it is not given. */
interface Key<Subject> {
  readonly name: string;
  readonly isTrue: (criteria: Criteria, subject: Subject) => boolean | undefined;
}

const accountMismatch = (match: Match, account: AccountFacts): string | undefined => {
  const broken = firstKey(accountKeys, match, account, false);
  if (broken !== undefined) return broken;
  if (!isWithin(match, account)) return 'within';
  return leftOut(accountKeys, match.except, account);
};

const roleMismatch = (match: Match, role: ObservedRole): string | undefined =>
  firstKey(roleKeys, match, role, false) ?? leftOut(roleKeys, match.except, role);

/** The first key that is given and answers as asked. Every account asks every policy, so that it makes no garbage. */
const firstKey = <Subject>(
  keys: readonly Key<Subject>[],
  criteria: Criteria,
  subject: Subject,
  asked: boolean,
): string | undefined => {
  for (const { name, isTrue } of keys) if (isTrue(criteria, subject) === asked) return name;
  return undefined;
};

const isWithin = ({ within }: Match, account: AccountFacts): boolean =>
  within === undefined || within.every((criteria) => firstKey(accountKeys, criteria, account, false) === undefined);

const leftOut = <Subject>(
  keys: readonly Key<Subject>[],
  except: Criteria | undefined,
  subject: Subject,
): string | undefined => {
  if (except === undefined) return undefined;
  const excluding = firstKey(keys, except, subject, true);
  return excluding === undefined ? undefined : `except.${excluding}`;
};

const accountKeys: readonly Key<AccountFacts>[] = [
  {
    name: 'organizationalUnits',
    isTrue: ({ organizationalUnits: units }, account) =>
      units && matchesOrganizationalUnit(account.organizationalUnit, units),
  },
  { name: 'accounts.ids', isTrue: ({ accountIds }, { id }) => accountIds?.includes(id) },
  {
    name: 'accounts.names',
    isTrue: ({ accountNames }, { name }) => accountNames && matchesSome(accountNames, name),
  },
  { name: 'accounts.tags', isTrue: ({ accountTags }, { tags }) => accountTags && matchesTags(accountTags, tags) },
];

const roleKeys: readonly Key<ObservedRole>[] = [
  { name: 'roles.names', isTrue: ({ roleNames }, { name }) => roleNames && matchesSome(roleNames, name) },
  { name: 'roles.paths', isTrue: ({ rolePaths }, { path }) => rolePaths && matchesSome(rolePaths, path) },
  { name: 'roles.tags', isTrue: ({ roleTags }, { tags }) => roleTags && matchesTags(roleTags, tags) },
];

const matchesSome = (patterns: readonly string[], value: string): boolean =>
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
