import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { AccountFacts } from '../compiled-policy';
import type { ObservedProvider, ObservedRole } from '../observed';
import type { StandingPause } from '../pauses';
import type { BindingRecord, Sighting } from '../records';

/** An account as it stands, and what the factory knows of it. */
export interface AccountObservation {
  readonly account: AccountFacts;
  readonly roles: readonly ObservedRole[];
  /** By the name of the identity provider; one that is not there is left out. */
  readonly providers: ReadonlyMap<string, ObservedProvider>;
  /** Every record of the account, also those that are unbound. */
  readonly bindings: readonly BindingRecord[];
  /**
   * The live applications that are tagged with the account, and shared ones where somebody has looked them up. They must
   * have been listed before the records were read.
   */
  readonly applications: readonly ObservedApplication[];
  /** What the last reconcile has left. */
  readonly sightings: readonly Sighting[];
  readonly now: Date;
  /** What somebody has paused; nothing unless given. */
  readonly pauses?: readonly StandingPause[];
}

/** Things by their names in lower case: IAM takes names for the same whatever their case. */
export const namesOf = <T>(things: readonly T[], name: (thing: T) => string): ReadonlyMap<string, T> =>
  new Map(things.map((thing) => [name(thing).toLowerCase(), thing]));
