import { type Diagnostic, diagnostic } from '../diagnostics';
import { placeName, select, type Selected, selectBelow, textBelow } from '../documents/draft';
import { type KnownUnits, knownUnits } from './known-units';
import { readMatch, takesEverything } from './takes-everything';
import { overlap, type Unit, unitOf } from './units';
import type { Check } from './check';

/**
 * A policy that can never decide is a mistake: its units are all outside the targets, or an earlier one takes all that it
 * is for.
 */
export const checkNeedlessPolicies: Check = (draft) => {
  const known = knownUnits(draft);
  const policies = select(draft, 'Policies', ['policies', '*']);
  const targets = soundUnits(select(draft, 'Organization', ['targets', 'organizationalUnits']), known);
  return [...outside(policies.flatMap(matchesOf), targets, known), ...hidden(policies, known)];
};

const matchesOf = (policy: Selected): readonly Selected[] =>
  selectBelow(policy, ['match']).filter(({ document, path }) => document.isSound(path));

const outside = (
  matches: readonly Selected[],
  targets: readonly Unit[] | undefined,
  known: KnownUnits,
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
const soundUnits = (lists: readonly Selected[], known: KnownUnits): readonly Unit[] | undefined => {
  const items = lists.flatMap((list) => selectBelow(list, ['*']));
  const units = items.flatMap(({ value }) => unitOf(value, known.pathOf) ?? []);
  return units.length > 0 && units.length === items.length && units.every(({ path }) => known.names.has(path))
    ? units
    : undefined;
};

const hidden = (policies: readonly Selected[], known: KnownUnits): readonly Diagnostic[] => {
  const ranked = policies
    .flatMap((policy) => {
      const priority = selectBelow(policy, ['priority'])[0]?.value;
      return typeof priority === 'number'
        ? matchesOf(policy).map((match) => ({ policy, ...readMatch(match, known), priority }))
        : [];
    })
    .toSorted((a, b) => a.priority - b.priority);
  return ranked.flatMap((later, index): Diagnostic[] => {
    const { policy, match, priority } = later;
    const earlier = ranked.slice(0, index).find((other) => other.priority < priority && takesEverything(other, later));
    if (earlier === undefined) return [];
    const named = (one: Selected): string => `\`${textBelow(one, 'name')?.value ?? ''}\``;
    const message = `The policy ${named(policy)} is never reached: ${named(earlier.policy)} at ${placeName(earlier.match.position)} is asked earlier and takes everything that it is for. Change one of the two, or remove this one.`;
    return [diagnostic(match.document.at(match.path), 'needless-policy', message)];
  });
};
