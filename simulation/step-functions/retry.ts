import { listOf, numberOf, objectOf, textsOf, type JsonObject } from '../json';

/**
 * Counts the retries of one entry into a task, by its `Retry` field: each retrier has attempts of its own. Source: the
 * Amazon States Language, «Retrying after error».
 */
export class Retries {
  readonly #retriers: readonly JsonObject[];
  readonly #attempts: number[];

  constructor(retry: unknown) {
    this.#retriers = listOf(retry).map(objectOf);
    this.#attempts = this.#retriers.map(() => 0);
  }

  /**
   * The pause before the next attempt, in seconds; undefined where there is none. Full jitter takes each pause at random
   * between nothing and the whole; here it always takes its mean, so that a story is the same every time.
   */
  pauseAfter(error: string): number | undefined {
    const index = this.#retriers.findIndex((retrier) =>
      textsOf(retrier['ErrorEquals']).some((name) => matchesError(name, error)),
    );
    const retrier = this.#retriers[index];
    const attempts = this.#attempts[index];
    if (retrier === undefined || attempts === undefined || attempts >= (numberOf(retrier['MaxAttempts']) ?? 3))
      return undefined;
    this.#attempts[index] = attempts + 1;
    const interval = (numberOf(retrier['IntervalSeconds']) ?? 1) * (numberOf(retrier['BackoffRate']) ?? 2) ** attempts;
    const whole = Math.min(interval, numberOf(retrier['MaxDelaySeconds']) ?? Infinity);
    return retrier['JitterStrategy'] === 'FULL' ? whole / 2 : whole;
  }
}

const matchesError = (name: string, error: string): boolean =>
  name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
