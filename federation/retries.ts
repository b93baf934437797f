import type { FailureCode } from './failures';

/** How often, and how patiently, a class of failures is tried again. Times are in seconds. */
export interface RetryClass {
  readonly failures: readonly FailureCode[];
  readonly interval: number;
  readonly backoffRate: number;
  readonly maxDelay: number;
  readonly attempts: number;
}

/**
 * The one table of retries. `throttling` stands behind every step, whatever class it names, and so do the errors of the
 * Lambda service itself.
 */
export const retryClasses = {
  throttling: { failures: ['Throttled', 'Unavailable'], interval: 2, backoffRate: 2, maxDelay: 60, attempts: 8 },
  'concurrent-modification': {
    failures: ['ConcurrentModification'],
    interval: 1,
    backoffRate: 2,
    maxDelay: 20,
    attempts: 10,
  },
  /** Whoever has the lock gives it back within minutes, as its execution ends. */
  lock: { failures: ['Locked'], interval: 2, backoffRate: 1.5, maxDelay: 20, attempts: 60 },
  /** Microsoft Entra shows a new object everywhere within minutes. */
  replication: { failures: ['ReplicationLag'], interval: 5, backoffRate: 1.5, maxDelay: 30, attempts: 14 },
  /** An account that keeps the factory out may let it in again; after `accessPatience` it is taken to be lost. About 11 minutes in all. */
  access: { failures: ['AccessWithheld'], interval: 20, backoffRate: 1.5, maxDelay: 60, attempts: 24 },
  /** The pipeline that brings the baseline takes hours in a large organization: about 12 in all, because the pauses are half as long on average. */
  baseline: { failures: ['AccountNotReady'], interval: 30, backoffRate: 1.5, maxDelay: 900, attempts: 110 },
  /** Somebody has to look first: the table is asked for the answer for as long as the workflow may run. */
  confirmation: { failures: ['ConfirmationMissing'], interval: 60, backoffRate: 1.5, maxDelay: 300, attempts: 1000 },
} as const satisfies Record<string, RetryClass>;

/** So many seconds must lie between two denials before access to an account out of scope is taken to be lost; less than `access` waits. */
export const accessPatience = 480;

/** The name of a retry class. */
export type RetryClassName = keyof typeof retryClasses;

/**
 * Errors of the Lambda service that are worth another attempt, because every step can be repeated: also a function that
 * ended without a word, or ran out of time. Source: the Step Functions developer guide.
 */
export const lambdaServiceErrors = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
] as const;
