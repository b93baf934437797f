import { compareText } from '../../federation/compare';

/** Each value once, by code unit. */
export const sortedSet = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted(compareText);

/** By a text of each, by code unit. */
export const sortedBy = <T>(values: readonly T[], key: (value: T) => string): readonly T[] =>
  values.toSorted((a, b) => compareText(key(a), key(b)));

/** A record with its keys by code unit. */
export const sortedRecord = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(sortedBy(entries, ([key]) => key));
