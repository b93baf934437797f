/**
 * How long, in seconds, an execution keeps the lock of its subject if nobody gives it back. Locks are given back when
 * the execution ends; the lease is for the event of that end being lost, so it must be longer than any execution.
 */
export const leaseSeconds = { role: 30 * 60, account: 25 * 60 * 60 } as const;
