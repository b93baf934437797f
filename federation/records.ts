import type { AccountFacts, OnDelete } from './compiled-policy';
import { sameJson } from './trust/json';

/**
 * What the table keeps of a binding. It is written before anything is made, so that whatever a broken run leaves behind
 * can be found; the cloud stays the truth.
 */
export interface BindingRecord {
  readonly account: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly policy: string;
  readonly identityProvider: string;
  /** Unique name of the application. */
  readonly uniqueName: string;
  readonly onDelete: OnDelete;
  /** Absent until the application is registered. */
  readonly audience?: string;
  readonly subject?: string;
  /** Audiences that the role had before its application was registered anew; statements with them are the factory's. */
  readonly formerAudiences?: readonly string[];
  /** `gone`: IAM itself said that the role is gone, and what was made for it is being removed. */
  readonly state: 'registering' | 'bound' | 'gone' | 'unbound';
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** Every audience that the factory gave the role of a record. */
export const audiencesOf = (binding: BindingRecord | undefined): readonly string[] => [
  ...(binding?.audience === undefined ? [] : [binding.audience]),
  ...(binding?.formerAudiences ?? []),
];

/** A line of the decision log. */
export interface Decision {
  readonly account: string;
  readonly roleName?: string;
  readonly execution: string;
  readonly step: string;
  /** What was decided or done. */
  readonly decision: string;
  readonly reasons: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** An account as a lifecycle event showed it, and what the lock file said of it then. */
export interface AccountSighting {
  readonly facts: AccountFacts;
  readonly lockedAs?: AccountFacts;
}

/**
 * What holds of an account now: the sighting, until the lock file says something else than it did at that time; then
 * the lock file is the newer of the two.
 */
export const currentFacts = (
  sighting: AccountSighting | undefined,
  locked: AccountFacts | undefined,
): AccountFacts | undefined =>
  sighting !== undefined && sameJson(sighting.lockedAs, locked) ? sighting.facts : (locked ?? sighting?.facts);
