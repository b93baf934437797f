import type { Trigger } from './triggers';

const minute = 60;
const hour = 60 * minute;

/** When the lock of an execution that begins now falls free by itself, as ISO 8601. */
export const leaseUntil = (trigger: Trigger, now: Date): string =>
  new Date(now.getTime() + leaseSecondsOf(trigger) * 1000).toISOString();

/**
 * For so long after a lock was taken, in seconds, nobody asks whether its holder still runs. Whoever took it starts the
 * execution at once or, broken off, comes again after 90 seconds and takes it up anew; and what Step Functions tells of
 * executions may be late. A holder that is unknown after that time was never started by whoever took the lock.
 */
export const unaskedSeconds = 300;

/**
 * How long, in seconds, an execution keeps the lock of its subject if nobody gives it back. Locks are given back when
 * the execution ends; where the event of that end is lost, whoever waits for the lock asks for the execution and takes the
 * lock over. The lease is for what cannot be asked for, so it must be longer than any execution, and shorter than a
 * message waits in the intake queue.
 */
export const leaseSecondsOf = (trigger: Trigger): number => {
  switch (trigger) {
    case 'account-vended':
    case 'account-moved':
      return 20 * hour;
    // These may wait for somebody to confirm them; the next night's must find the lock free.
    case 'account-due':
      return 13 * hour;
    case 'organization-due':
      return 21 * hour;
    default:
      return 30 * minute;
  }
};
