import type {
  AccountRecord,
  BindingRecord,
  Decision,
  GuardQuestion,
  ReconciledPolicy,
  SharedCallerRecord,
  Sighting,
} from '../records';

/**
 * The answer to a request for a lock. `acquired`: it was free. `resumed`: that very execution holds it already, also where
 * a newer event waits by now.
 * `held`: another execution does. `superseded`: an event newer than this one has been seen, and what it starts will see
 * what this one would have; or this very execution has ended.
 */
export type LockAnswer =
  | { readonly kind: 'acquired' | 'resumed' | 'superseded' }
  /** `holder` is absent where the lock has fallen free since, or does not say when it was taken. */
  | { readonly kind: 'held'; readonly holder?: LockHolder };

/** Who holds a lock. */
export interface LockHolder {
  /** The execution's name. */
  readonly execution: string;
  /** Its ARN, where whoever took the lock knew it. */
  readonly executionArn?: string;
  /** When the lock was taken, or last taken up again, as ISO 8601. */
  readonly takenAt: string;
}

/** The factory's table. */
export interface FactoryTable {
  /** Asks for the lock of a subject (an account, or a role in it) for an execution. */
  acquireLock(request: LockRequest): Promise<LockAnswer>;
  /**
   * Takes a lock over from an execution that has ended, and remembers that it has. False where it is no longer held as
   * it was, or a newer event has been seen.
   */
  takeOverLock(request: LockRequest, from: LockHolder): Promise<boolean>;
  /** Gives the lock back, if that execution holds it, and remembers that the execution has ended. */
  releaseLock(subject: string, execution: string): Promise<void>;
  readBinding(account: string, roleName: string): Promise<BindingRecord | undefined>;
  /**
   * Writes a binding if what stands there has the version before it, or nothing stands there and it is version 1: an
   * execution that has outlived its lock, or that a revocation has overtaken, changes nothing.
   * @throws Failure `WorldMoved`
   */
  writeBinding(binding: BindingRecord): Promise<void>;
  /** Every binding of an account, also those that are unbound. */
  listBindings(account: string): Promise<readonly BindingRecord[]>;
  readSharedCaller(uniqueName: string): Promise<SharedCallerRecord | undefined>;
  writeSharedCaller(caller: SharedCallerRecord): Promise<void>;
  /** What AWS Organizations or a lifecycle event has shown of an account. */
  readAccount(account: string): Promise<AccountRecord | undefined>;
  writeAccount(account: AccountRecord): Promise<void>;
  /** Every account of which there is a record. */
  listAccounts(): Promise<readonly AccountRecord[]>;
  /** What nothing accounted for when the account was last reconciled. */
  readSightings(account: string): Promise<readonly Sighting[]>;
  writeSightings(account: string, sightings: readonly Sighting[]): Promise<void>;
  /** Counts one more against a budget; answers how many there have been in that hour, this one included. */
  spend(request: BudgetRequest): Promise<number>;
  /**
   * Asks for a confirmation of a plan, by its hash. What the same execution has asked already stands, with its answer; a
   * question of another one is asked anew. Answers what stands then.
   */
  askConfirmation(question: GuardQuestion): Promise<GuardQuestion>;
  /** The question about a plan, with its answer where somebody has given one. */
  readConfirmation(plan: string): Promise<GuardQuestion | undefined>;
  /** The policies that every account was last compared with. */
  readReconciledPolicy(): Promise<ReconciledPolicy | undefined>;
  writeReconciledPolicy(policy: ReconciledPolicy): Promise<void>;
  /** Appends to the decision log; the same line of the same execution once more is there already. */
  recordDecision(decision: Decision): Promise<void>;
}

/** Something that there is a budget for. `now` is ISO 8601; the hour that it is in is counted. */
export interface BudgetRequest {
  /** Whose budget; that of the whole organization where it is left out. */
  readonly account?: string;
  readonly budget: 'events' | 'removals';
  /** How many, 1 unless given. */
  readonly count?: number;
  readonly now: string;
}

/** A request for a lock; times are ISO 8601. */
export interface LockRequest {
  readonly subject: string;
  /** The execution's name. */
  readonly execution: string;
  /** Its ARN, where it is known: whoever waits for the lock asks by it whether the execution still runs. */
  readonly executionArn?: string;
  readonly eventTime: string;
  readonly now: string;
  /** When the lock falls free even if nobody gives it back. */
  readonly leaseUntil: string;
}
