import type { AccountSighting, BindingRecord, Decision } from '../../federation/records';
import type { LockAnswer, LockRequest } from '../../federation/ports';

interface Lock {
  readonly holder: string | undefined;
  readonly leaseUntil: string;
  /** Time of the newest event that was seen for the subject. */
  readonly newest: string;
}

/** The factory's table: locks, bindings, accounts and the decision log, as what they are and not as items. */
export class LocalTable {
  readonly #locks = new Map<string, Lock>();
  readonly #ended = new Set<string>();
  readonly bindings = new Map<string, BindingRecord>();
  readonly accounts = new Map<string, AccountSighting>();
  readonly decisions: Decision[] = [];

  /** What happens in one conditional write: nothing comes between the look and the change. */
  acquireLock(request: LockRequest): LockAnswer {
    const { subject, execution, eventTime, now, leaseUntil } = request;
    const lock = this.#locks.get(subject);
    if (this.#ended.has(`${subject}\n${execution}`)) return 'superseded';
    if (lock?.holder === execution) return 'resumed';
    if (lock !== undefined && isBefore(eventTime, lock.newest)) return 'superseded';
    if (lock?.holder !== undefined && isBefore(now, lock.leaseUntil)) {
      this.#locks.set(subject, { ...lock, newest: eventTime });
      return 'held';
    }
    this.#locks.set(subject, { holder: execution, leaseUntil, newest: eventTime });
    return 'acquired';
  }

  releaseLock(subject: string, execution: string): void {
    this.#ended.add(`${subject}\n${execution}`);
    const lock = this.#locks.get(subject);
    if (lock?.holder === execution) this.#locks.set(subject, { ...lock, holder: undefined });
  }

  /** The subjects whose lock is held. */
  heldLocks(): readonly string[] {
    return [...this.#locks].filter(([, lock]) => lock.holder !== undefined).map(([subject]) => subject);
  }
}

/** IAM takes role names for the same whatever their case. */
export const bindingKey = (account: string, roleName: string): string => `${account}/${roleName.toLowerCase()}`;

const isBefore = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);
