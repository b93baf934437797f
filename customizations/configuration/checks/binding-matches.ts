import { matcher } from '../../../federation/pattern';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import { type KnownAccount, type KnownAccounts, knownAccounts } from './known-accounts';
import { type KnownUnits, knownUnits } from './known-units';
import { covers, unitOf } from './units';
import type { Check } from './check';

/**
 * A binding is for a role that its policy can match. Names decide that for good. An account may be moved, so a unit that
 * does not fit is worth a warning only. Path and tags are the role's own, and not known before it exists.
 */
export const checkBindingMatches: Check = (draft) => {
  const accounts = knownAccounts(draft);
  const policies = matchesByPolicy(draft);
  return select(draft, 'Bindings', ['bindings', '*']).flatMap((binding): readonly Diagnostic[] => {
    const [named, role, policy] = ['account', 'role', 'policy'].map((key) => textBelow(binding, key));
    if (named === undefined || role === undefined || policy === undefined) return [];
    const [account, another] = accounts.find(named.value);
    const match = policies.get(policy.value);
    if (account === undefined || another !== undefined || match === undefined) return [];
    const excluded = [
      ...(isForAccount(match, account, accounts) ? [] : [never(named, policy.value, 'accounts')]),
      ...(isAmong(match, ['roles', 'names'], role.value) ? [] : [never(role, policy.value, 'roles')]),
    ];
    return excluded.length > 0 ? excluded : checkPlace(draft, named, account, { policy: policy.value, match });
  });
};

const never = ({ value, position }: Selected<string>, policy: string, what: 'accounts' | 'roles'): Diagnostic =>
  diagnostic(
    position,
    'binding-never-matches',
    `The policy \`${policy}\` is for other ${what} than \`${value}\`. Name the policy that the role will match, or change its \`match\`.`,
  );

/** The matches of the policies that have a name for themselves. */
const matchesByPolicy = (draft: Draft): ReadonlyMap<string, Selected> => {
  const named = select(draft, 'Policies', ['policies', '*']).flatMap((policy) => {
    const name = textBelow(policy, 'name')?.value;
    return name === undefined ? [] : [{ name, match: selectBelow(policy, ['match'])[0] }];
  });
  return new Map(
    named.flatMap(({ name, match }) =>
      match !== undefined && named.filter((other) => other.name === name).length === 1 ? [[name, match] as const] : [],
    ),
  );
};

/** Whether a `match` is for an account, by its names. An id that is unknown is reported already, and may be meant for this one. */
export const isForAccount = (match: Selected, { id, name }: KnownAccount, accounts: KnownAccounts): boolean =>
  isAmong(match, ['accounts', 'ids'], id, (value) => value === id || accounts.find(value).length === 0) &&
  (name === undefined || isAmong(match, ['accounts', 'names'], name));

/** Whether a value is among those of a list; also where there is none, or where one of them is wrong. */
export const isAmong = (
  above: Selected,
  list: readonly string[],
  value: string,
  isMeant = (pattern: string): boolean => matcher(pattern)(value),
): boolean => {
  const items = selectBelow(above, [...list, '*']);
  const patterns = texts(items);
  return items.length === 0 || patterns.length < items.length || patterns.some((pattern) => isMeant(pattern.value));
};

const checkPlace = (
  draft: Draft,
  { position }: Selected<string>,
  { id, organizationalUnit: unit }: KnownAccount,
  { policy, match }: { readonly policy: string; readonly match: Selected },
): readonly Diagnostic[] => {
  const known = knownUnits(draft);
  const needless = (message: string): readonly Diagnostic[] => [diagnostic(position, 'needless-binding', message)];
  const targets = select(draft, 'Organization', ['targets']);
  const excluded = targets.flatMap((each) => texts(selectBelow(each, ['excludedAccounts', '*'])));
  if (excluded.some(({ value }) => value === id)) {
    return needless(`The account ${id} is excluded from the targets; nothing is bound there. Remove the binding.`);
  }
  if (unit === undefined) return [];
  if (targets.some((each) => isOutside(each, unit, known))) {
    return needless(`The account ${id} is in \`${unit}\`, which is in no target. Add the unit, or remove the binding.`);
  }
  if (!isOutside(match, unit, known)) return [];
  return needless(
    `The account ${id} is in \`${unit}\`, which the policy \`${policy}\` is not for. Name another policy, or remove the binding.`,
  );
};

/** Whether a unit is in none of a list; not where one of them is wrong or unknown, which is said already. */
export const isOutside = (above: Selected, unit: string, { names, pathOf }: KnownUnits): boolean => {
  const items = selectBelow(above, ['organizationalUnits', '*']);
  const units = items.flatMap(({ value }) => unitOf(value, pathOf) ?? []);
  const isJudged = items.length > 0 && units.length === items.length && units.every(({ path }) => names.has(path));
  return isJudged && !units.some((each) => covers(each, unit));
};
