import type { AccountFacts, OnDelete } from './compiled-policy';

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
  /**
   * Every client id that the factory has registered for a role of this name. An application with one of them is the
   * factory's own work, and so is a trust statement for one of them.
   */
  readonly clientIds?: readonly string[];
  /** `gone`: IAM itself said that the role is gone, and what was made for it is being removed. */
  readonly state: 'registering' | 'bound' | 'gone' | 'unbound';
  /** ISO 8601. */
  readonly updatedAt: string;
}

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

/**
 * What holds of an account: what the lock file says, and for an account that it does not know yet, what a lifecycle
 * event has shown. The lock file is renewed on purpose and reviewed, so an event never overrules it.
 */
export const currentFacts = (
  sighted: AccountFacts | undefined,
  locked: AccountFacts | undefined,
): AccountFacts | undefined => locked ?? sighted;
