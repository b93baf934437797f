import { findingIds, isFindingId } from '../../../federation/finding-ids';
import { diagnostic } from '../diagnostics';
import { select, texts } from '../documents/draft';
import { didYouMean } from '../near-miss';
import type { Check } from './check';

/** Exemptions name findings that exist, and end on a day of the calendar. */
export const checkExemptions: Check = (draft) => [
  ...texts(select(draft, 'Exemptions', ['exemptions', '*', 'finding']))
    .filter(({ value }) => !isFindingId(value))
    .map(({ value, position }) => {
      const message = `There is no finding \`${value}\`.${didYouMean(value, findingIds)} The findings are ${findingIds.join(', ')}.`;
      return diagnostic(position, 'unknown-finding', message);
    }),
  ...texts(select(draft, 'Exemptions', ['exemptions', '*', 'until']))
    .filter(({ value }) => !isCalendarDate(value))
    .map(({ value, position }) =>
      diagnostic(
        position,
        'wrong-value',
        `The calendar has no ${value}. Write the last day of the exemption as year, month and day: 2027-03-31.`,
      ),
    ),
];

const isCalendarDate = (text: string): boolean => {
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
};
