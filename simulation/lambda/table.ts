import type { AccountFacts } from '../../federation/compiled-policy';
import type { BindingRecord, Decision } from '../../federation/records';
import type { LockAnswer, LockRequest } from '../../federation/ports';

interface Lock {
  readonly heldBy?: string;
  readonly leaseUntil?: string;
  /** Time of the newest event that was seen for the subject. */
  readonly eventTime?: string;
  readonly endedLast?: string;
}

/** The factory's table: locks, bindings, accounts and the decision log, as what they are and not as items. */
export class LocalTable {
  readonly #locks = new Map<string, Lock>();
  readonly bindings = new Map<string, BindingRecord>();
  readonly accounts = new Map<string, AccountFacts>();
  readonly decisions: Decision[] = [];

  /** As the deployed functions' conditional writes do it; times are compared as text there, and so here. */
  acquireLock({ subject, execution, eventTime, now, leaseUntil }: LockRequest): LockAnswer {
    const lock = this.#locks.get(subject) ?? {};
    const isOvertaken = lock.eventTime !== undefined && eventTime < lock.eventTime;
    if (isOvertaken || lock.endedLast === execution) return 'superseded';
    const isFree = lock.heldBy === undefined || (lock.leaseUntil !== undefined && lock.leaseUntil < now);
    if (!isFree && lock.heldBy !== execution) {
      this.#locks.set(subject, { ...lock, eventTime });
      return 'held';
    }
    this.#locks.set(subject, { ...lock, heldBy: execution, leaseUntil, eventTime });
    return lock.heldBy === execution ? 'resumed' : 'acquired';
  }

  /** Who does not hold the lock changes nothing. */
  releaseLock(subject: string, execution: string): void {
    const lock = this.#locks.get(subject);
    if (lock?.heldBy !== execution) return;
    const { eventTime } = lock;
    this.#locks.set(subject, { endedLast: execution, ...(eventTime !== undefined && { eventTime }) });
  }

  /** The subjects whose lock is held. */
  heldLocks(): readonly string[] {
    return [...this.#locks].filter(([, lock]) => lock.heldBy !== undefined).map(([subject]) => subject);
  }
}

/** IAM takes role names for the same whatever their case. */
export const bindingKey = (account: string, roleName: string): string => `${account}/${roleName.toLowerCase()}`;
