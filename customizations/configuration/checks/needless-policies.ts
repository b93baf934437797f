import { canonicalJson } from '../canonical-json';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { placeName, select, type Selected, selectBelow } from '../documents/draft';
import { declaredNames } from './declared';
import { overlap, type Unit, unitOf } from './units';
import type { Check } from './check';

/** A policy that can never decide is a mistake: its units are all outside the targets, or an earlier one has its match. */
export const checkNeedlessPolicies: Check = (draft) => {
  const known = declaredNames(draft, 'OrganizationLock', 'organizationalUnits', 'path').names;
  const policies = select(draft, 'Policies', ['policies', '*']);
  const targets = soundUnits(select(draft, 'Organization', ['targets', 'organizationalUnits']), known);
  return [...outside(policies.flatMap(matchesOf), targets, known), ...hidden(policies)];
};

const matchesOf = (policy: Selected): readonly Selected[] =>
  selectBelow(policy, ['match']).filter(({ document, path }) => document.isSound(path));

const outside = (
  matches: readonly Selected[],
  targets: readonly Unit[] | undefined,
  known: ReadonlySet<string>,
): readonly Diagnostic[] =>
  targets === undefined
    ? []
    : matches.flatMap((match): Diagnostic[] => {
        const lists = selectBelow(match, ['organizationalUnits']);
        const units = soundUnits(lists, known);
        if (units === undefined || units.some((unit) => targets.some((target) => overlap(unit, target)))) return [];
        const message =
          'The policy can never apply: none of its organizational units is in the targets. Add one of them to `targets` of the organization, or remove the policy.';
        return lists.map(({ position }) => diagnostic(position, 'needless-policy', message));
      });

/** The units of the lists; undefined where there are none, or where one of them is wrong or unknown. */
const soundUnits = (lists: readonly Selected[], known: ReadonlySet<string>): readonly Unit[] | undefined => {
  const items = lists.flatMap((list) => selectBelow(list, ['*']));
  const units = items.flatMap(({ value }) => unitOf(value) ?? []);
  return units.length > 0 && units.length === items.length && units.every(({ path }) => known.has(path))
    ? units
    : undefined;
};

const hidden = (policies: readonly Selected[]): readonly Diagnostic[] => {
  const ranked = policies.flatMap((policy) => {
    const priority = selectBelow(policy, ['priority'])[0]?.value;
    return typeof priority === 'number'
      ? matchesOf(policy).map((match) => ({ match, priority, key: canonicalJson(normal(match.value)) }))
      : [];
  });
  const first = new Map<string, (typeof ranked)[number]>();
  for (const each of ranked) {
    const best = first.get(each.key);
    if (best === undefined || each.priority < best.priority) first.set(each.key, each);
  }
  return ranked.flatMap(({ match, priority, key }): Diagnostic[] => {
    const earlier = first.get(key);
    if (earlier === undefined || earlier.priority === priority) return [];
    const message = `The policy can never apply: the one at ${placeName(earlier.match.position)} has the same \`match\` and is asked earlier. Change the match, or remove one of the two.`;
    return [diagnostic(match.document.at(match.path), 'needless-policy', message)];
  });
};

/** A match in one form: lists as sets, and a unit that includes those below it as its path. */
const normal = (value: unknown): unknown => {
  if (Array.isArray(value)) return [...new Set(value.map((item: unknown) => canonicalJson(normal(item))))].toSorted();
  if (typeof value !== 'object' || value === null) return value;
  const unit = unitOf(value);
  if (unit?.direct === false) return unit.path;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, normal(each)]));
};
