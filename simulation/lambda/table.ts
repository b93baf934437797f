import type { Confirmations } from '../../federation/confirmations';
import { Failure } from '../../federation/failures';
import type {
  AccountRecord,
  BindingRecord,
  Decision,
  GuardQuestion,
  ReconciledPolicy,
  SharedCallerRecord,
  Sighting,
} from '../../federation/records';
import type { BudgetRequest, LockAnswer, LockHolder, LockRequest } from '../../federation/ports';
import { decisionKey } from '../../handlers/adapters/decisions';
import { BindingMap } from './binding-map';

interface Lock {
  readonly heldBy?: string;
  readonly executionArn?: string;
  readonly takenAt?: string;
  readonly leaseUntil?: string;
  /** Time of the newest event that was seen for the subject. */
  readonly eventTime?: string;
  readonly endedLast?: string;
}

/** The factory's table: locks, bindings, accounts and the decision log, as what they are and not as items. */
export class LocalTable {
  readonly #locks = new Map<string, Lock>();
  readonly #spent = new Map<string, number>();
  readonly bindings = new BindingMap();
  /** By unique name. */
  readonly sharedCallers = new Map<string, SharedCallerRecord>();
  readonly accounts = new Map<string, AccountRecord>();
  /** By account. */
  readonly sightings = new Map<string, readonly Sighting[]>();
  readonly #decisions = new Map<string, Decision>();
  /** By the plan's hash. */
  readonly questions = new Map<string, GuardQuestion>();
  reconciledPolicy: ReconciledPolicy | undefined;

  /** As the deployed functions' conditional writes do it; times are compared as text there, and so here. */
  acquireLock(request: LockRequest): LockAnswer {
    const { subject, execution, eventTime, now, leaseUntil } = request;
    const lock = this.#locks.get(subject) ?? {};
    const isOvertaken = lock.eventTime !== undefined && eventTime < lock.eventTime;
    if (isOvertaken && lock.heldBy === execution) {
      this.#locks.set(subject, { ...lock, leaseUntil, takenAt: now });
      return { kind: 'resumed' };
    }
    if (isOvertaken || lock.endedLast === execution) return { kind: 'superseded' };
    const isFree = lock.heldBy === undefined || (lock.leaseUntil !== undefined && lock.leaseUntil < now);
    if (!isFree && lock.heldBy !== execution) {
      this.#locks.set(subject, { ...lock, eventTime });
      return heldAs(lock);
    }
    this.#locks.set(subject, { ...lock, ...taken(request) });
    return { kind: lock.heldBy === execution ? 'resumed' : 'acquired' };
  }

  /** Only as it was held when somebody asked, and for no event that is older than one that has been seen. */
  takeOverLock(request: LockRequest, from: LockHolder): boolean {
    const lock = this.#locks.get(request.subject);
    if (lock?.heldBy !== from.execution || lock.takenAt !== from.takenAt) return false;
    if (lock.eventTime !== undefined && request.eventTime < lock.eventTime) return false;
    this.#locks.set(request.subject, { ...lock, ...taken(request), endedLast: from.execution });
    return true;
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

  /** @throws Failure `WorldMoved` where what stands there is not the version before. */
  writeBinding(binding: BindingRecord): void {
    const key = bindingKey(binding.account, binding.roleName);
    const standing = this.bindings.get(key)?.version ?? 0;
    if (standing !== binding.version - 1) {
      throw new Failure(
        'WorldMoved',
        `The binding of ${binding.roleName} in ${binding.account} has been written by another execution.`,
      );
    }
    this.bindings.set(key, binding);
  }

  /** The decision log, in the order in which it was written. */
  get decisions(): readonly Decision[] {
    return [...this.#decisions.values()];
  }

  /** Adds a line to the log, and never writes over one. */
  recordDecision(decision: Decision): void {
    const { pk, sk } = decisionKey(decision);
    const key = `${pk} ${sk}`;
    if (!this.#decisions.has(key)) this.#decisions.set(key, decision);
  }

  listBindings(account: string): readonly BindingRecord[] {
    return this.bindings.ofAccount(account);
  }

  /** What the same execution has asked already stands. */
  askConfirmation(question: GuardQuestion): GuardQuestion {
    const standing = this.questions.get(question.plan);
    if (standing?.execution === question.execution) return standing;
    this.questions.set(question.plan, question);
    return question;
  }

  /** The plans that nobody has answered. */
  waitingQuestions(): readonly GuardQuestion[] {
    return [...this.questions.values()].filter(({ answer }) => answer === undefined);
  }

  /** Answers a plan that an execution has asked about. */
  answer(
    ...[{ plan, execution }, answer]: Parameters<Confirmations['answer']>
  ): Awaited<ReturnType<Confirmations['answer']>> {
    const standing = this.questions.get(plan);
    if (standing?.execution !== execution) return 'gone';
    if (standing.answer !== undefined) return 'answered-already';
    this.questions.set(plan, { ...standing, ...answer });
    return 'answered';
  }

  spend({ account, budget, count = 1, now }: BudgetRequest): number {
    const key = `${account ?? 'organization'}/${budget}/${now.slice(0, '2027-01-04T08'.length)}`;
    const spent = (this.#spent.get(key) ?? 0) + count;
    this.#spent.set(key, spent);
    return spent;
  }
}

const taken = ({ execution, executionArn, eventTime, now, leaseUntil }: LockRequest): Lock => ({
  heldBy: execution,
  takenAt: now,
  leaseUntil,
  eventTime,
  ...(executionArn !== undefined && { executionArn }),
});

/** The ARN may be that of an earlier holder. */
const heldAs = ({ heldBy, takenAt, executionArn }: Lock): LockAnswer => {
  if (heldBy === undefined || takenAt === undefined) return { kind: 'held' };
  const isOfHolder = executionArn?.endsWith(`:${heldBy}`) === true;
  return { kind: 'held', holder: { execution: heldBy, takenAt, ...(isOfHolder && { executionArn }) } };
};

/** IAM takes role names for the same whatever their case. */
export const bindingKey = (account: string, roleName: string): string => `${account}/${roleName.toLowerCase()}`;
