import { matcher } from '../../../federation/pattern';
import { listBelow, type Selected, selectBelow } from '../documents/draft';
import type { KnownUnits } from './known-units';
import { covers, type Unit, unitOf } from './units';

/** A policy's `match`, with its organizational units read: each is compared with many others. */
export interface ReadMatch {
  readonly match: Selected;
  /** Undefined stands for one that nobody knows. */
  readonly units: readonly (Unit | undefined)[];
}

/** Reads the organizational units of a policy's `match`. */
export const readMatch = (match: Selected, { pathOf }: KnownUnits): ReadMatch => ({
  match,
  units: selectBelow(match, ['organizationalUnits', '*']).map(({ value }) => unitOf(value, pathOf)),
});

/**
 * Whether an earlier policy's `match` takes every role that a later one's is for, so that the later is never reached. An
 * answer of no may be wrong, an answer of yes never is.
 */
export const takesEverything = (
  { match: earlier, units: wide }: ReadMatch,
  { match: later, units: narrow }: ReadMatch,
): boolean =>
  isPlain(earlier.value) &&
  isUnitsCovered(wide, narrow) &&
  lists.every(({ path, isTaken }) => {
    const wanted = listBelow(earlier, path);
    const asked = listBelow(later, path);
    return wanted === undefined || asked?.every((one) => wanted.some((other) => isTaken(other, one))) === true;
  }) &&
  tags.every((path) => areTagsTaken(selectBelow(earlier, path)[0]?.value, selectBelow(later, path)[0]?.value));

/** One that leaves something out, or that says nothing and is wrong, takes nothing for sure. */
const isPlain = (match: unknown): boolean =>
  typeof match === 'object' && match !== null && Object.keys(match).length > 0 && !Object.hasOwn(match, 'except');

/**
 * Whether a pattern matches all that another does, by the other's own letters: a `*` among them can only have been matched
 * by one of the wider pattern, which matches whatever stands for it too.
 */
const isTaken = (wide: string, narrow: string): boolean => matcher(wide)(narrow);

const lists = [
  { path: ['accounts', 'ids'], isTaken: (one: string, other: string) => one === other },
  { path: ['accounts', 'names'], isTaken },
  { path: ['roles', 'names'], isTaken },
  { path: ['roles', 'paths'], isTaken },
] as const;

const tags = [
  ['accounts', 'tags'],
  ['roles', 'tags'],
] as const;

const areTagsTaken = (wide: unknown, narrow: unknown): boolean => {
  const asked = new Map<string, unknown>(Object.entries(narrow ?? {}));
  return Object.entries(wide ?? {}).every(([key, pattern]: readonly [string, unknown]) => {
    const other = asked.get(key);
    return typeof pattern === 'string' && typeof other === 'string' && isTaken(pattern, other);
  });
};

const isUnitsCovered = (wide: ReadMatch['units'], narrow: ReadMatch['units']): boolean => {
  // Where one that nobody knows is, cannot be told.
  if (!wide.every((unit) => unit !== undefined) || !narrow.every((unit) => unit !== undefined)) return false;
  if (wide.length === 0) return true;
  return (
    narrow.length > 0 &&
    narrow.every((unit) =>
      wide.some((other) => covers(other, unit.path) && (!other.direct || (unit.direct && unit.path === other.path))),
    )
  );
};
