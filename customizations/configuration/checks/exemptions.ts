import { findingIds, isFindingId } from '../../../federation/finding-ids';
import { exemptionExpired } from '../../../federation/findings/exemption';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, type Selected, selectBelow, texts } from '../documents/draft';
import { didYouMean } from '../near-miss';
import { dateProblems } from './dates';
import type { Check } from './check';

/** Exemptions name findings that exist and that they can accept, say where they are for, and end on a day of the calendar. */
export const checkExemptions: Check = (draft) => [
  ...texts(select(draft, 'Exemptions', ['exemptions', '*', 'finding']))
    .filter(({ value }) => !isFindingId(value))
    .map(({ value, position }) => {
      const message = `There is no finding \`${value}\`.${didYouMean(value, findingIds)} The findings are ${findingIds.join(', ')}.`;
      return diagnostic(position, 'unknown-finding', message);
    }),
  ...texts(select(draft, 'Exemptions', ['exemptions', '*', 'finding']))
    .filter(({ value }) => value === exemptionExpired.id)
    .map(({ position }) => {
      const message =
        'That an exemption has ended cannot be exempted. Mend what it was for, or extend the exemption itself.';
      return diagnostic(position, 'wrong-value', message);
    }),
  ...dateProblems(texts(select(draft, 'Exemptions', ['exemptions', '*', 'until'])), 'the last day of the exemption'),
  ...select(draft, 'Exemptions', ['exemptions', '*']).flatMap(checkScope),
];

/** An exemption is for one account or for some units. */
const checkScope = (exemption: Selected): readonly Diagnostic[] => {
  if (typeof exemption.value !== 'object' || exemption.value === null) return [];
  const [account] = selectBelow(exemption, ['account']);
  const [units] = selectBelow(exemption, ['organizationalUnits']);
  if (account === undefined && units === undefined) {
    const message = 'The exemption does not say where it is for. Add `account`, or `organizationalUnits`.';
    return [diagnostic(exemption.position, 'missing-key', message)];
  }
  if (account === undefined || units === undefined) return [];
  const message = 'An exemption is either for an `account` or for `organizationalUnits`. Remove one of the two.';
  return [diagnostic(units.document.at(units.path), 'conflicting-values', message)];
};
