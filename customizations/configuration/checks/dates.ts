import { type Diagnostic, diagnostic } from '../diagnostics';
import type { Selected } from '../documents/draft';

/** Says of which dates the calendar has no such day. @param what the date is, as the message names it. */
export const dateProblems = (dates: readonly Selected<string>[], what: string): readonly Diagnostic[] =>
  dates
    .filter(({ value }) => !isCalendarDate(value))
    .map(({ value, position }) =>
      diagnostic(
        position,
        'wrong-value',
        `The calendar has no ${value}. Write ${what} as year, month and day: 2027-03-31.`,
      ),
    );

const isCalendarDate = (text: string): boolean => {
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
};
