import type { BindingRecord, Sighting } from '../records';
import type { AccountObservation } from './observation';

/** Two sightings count from so many hours on: the reconciles of two nights are never quite a day apart. */
const hoursBetweenSightings = 20;

/** How a role that is gone is named among the sightings. */
export const roleSighting = ({ roleName }: Pick<BindingRecord, 'roleName'>): string => `role ${roleName.toLowerCase()}`;

/** How the statement of a binding that has ended is named among the sightings. */
export const statementSighting = ({ roleName }: Pick<BindingRecord, 'roleName'>): string =>
  `statement ${roleName.toLowerCase()}`;

/** What was seen a day ago already, and goes when it is seen again. */
export const seenBefore = ({ sightings, now }: Pick<AccountObservation, 'sightings' | 'now'>): ReadonlySet<string> =>
  new Set(
    sightings
      .filter(({ firstSeenAt }) => now.getTime() - Date.parse(firstSeenAt) >= hoursBetweenSightings * 3_600_000)
      .map(({ what }) => what),
  );

/** What is to be remembered of the things seen now. */
export const sightingsOf = (
  seen: readonly string[],
  { sightings, now }: Pick<AccountObservation, 'sightings' | 'now'>,
): readonly Sighting[] => {
  const known = new Map(sightings.map(({ what, firstSeenAt }) => [what, firstSeenAt]));
  return [...new Set(seen)].map((what) => ({ what, firstSeenAt: known.get(what) ?? now.toISOString() }));
};
