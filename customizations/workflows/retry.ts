import { lambdaServiceErrors, retryClasses, type RetryClass, type RetryClassName } from '../../federation/retries';

/** A retrier in the Amazon States Language. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly MaxAttempts: number;
  readonly JitterStrategy: 'FULL';
}

/** Whether a text is the name of a retry class. */
export const isRetryClassName = (name: string): name is RetryClassName => Object.hasOwn(retryClasses, name);

/**
 * The retriers of a task: the classes that its step names, the standing class `throttling`, and the errors of the Lambda
 * service. The first that matches decides, so the step's own classes come first.
 */
export const retriers = (named: readonly RetryClassName[] = []): readonly Retrier[] => [
  ...named.filter((name) => name !== 'throttling').map((name) => retrier(retryClasses[name])),
  retrier(retryClasses.throttling),
  retrier(retryClasses.throttling, lambdaServiceErrors),
];

const retrier = (pace: RetryClass, errors: readonly string[] = pace.failures): Retrier => ({
  ErrorEquals: errors,
  IntervalSeconds: pace.interval,
  BackoffRate: pace.backoffRate,
  MaxDelaySeconds: pace.maxDelay,
  MaxAttempts: pace.attempts,
  JitterStrategy: 'FULL',
});
