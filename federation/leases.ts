import type { Trigger } from './triggers';

const minute = 60;
const hour = 60 * minute;

/** When the lock of an execution that begins now falls free by itself, as ISO 8601. */
export const leaseUntil = (trigger: Trigger, now: Date): string =>
  new Date(now.getTime() + leaseSecondsOf(trigger) * 1000).toISOString();

/**
 * How long, in seconds, an execution keeps the lock of its subject if nobody gives it back. Locks are given back when
 * the execution ends; the lease is for the event of that end being lost, so it must be longer than any execution, and
 * much shorter than a message waits in the intake queue.
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
