import type { FailureCode } from '../failures';

/** The kinds of values that steps hand to each other. */
export type ValueKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'optional-text' }
  | { readonly kind: 'count' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'record'; readonly schema: RecordKind }
  | { readonly kind: 'list' }
  /** Where the factory's bucket has something that is too large for a workflow to carry; a text. */
  | { readonly kind: 'stored'; readonly what: StoredKind };

/**
 * What is kept in the bucket for a run. `accounts`: a list, each `{ account: id }`, that a `forEach` goes over by an
 * execution for each. `results`: what Step Functions has written of these. `callers`: the applications of the tenants.
 */
export type StoredKind = 'accounts' | 'results' | 'callers';

/** The records that steps hand to each other; each has a schema. */
export type RecordKind = 'CallerPlan' | 'RegisteredCaller' | 'Retirement' | 'DirectoryObservation';

/**
 * What becomes of a step where somebody has paused what it works on. `refused`: it writes in the account or the directory,
 * and fails with `Paused` in its place. `reports`: it does what it does for a policy that only reports. `goes-on`: it
 * writes in neither.
 */
export type UnderPause = 'refused' | 'reports' | 'goes-on';

/** The contract of a step. */
export interface StepContract {
  /** The function that runs it, and so the credentials that it has. */
  readonly runsIn: 'account-steps' | 'directory-steps';
  /** What the triggering event must be about. */
  readonly subject: 'role' | 'account' | 'any';
  readonly inputs: Readonly<Record<string, ValueKind>>;
  readonly outputs: Readonly<Record<string, ValueKind>>;
  /** How long an attempt may take, in seconds; a minute unless given. */
  readonly attemptSeconds?: number;
  /** What can go wrong, beside what can go wrong in every step (`Throttled`, `Unavailable`, `InvalidInput`). */
  readonly failures: readonly FailureCode[];
  readonly underPause: UnderPause;
  /** In one sentence. */
  readonly summary: string;
}

/** How long an attempt of a step may take unless its contract says so, in seconds. */
export const usualAttemptSeconds = 60;

/** What can go wrong in every step. */
export const failuresOfEveryStep: readonly FailureCode[] = ['Throttled', 'Unavailable', 'InvalidInput'];
