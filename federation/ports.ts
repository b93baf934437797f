import type { IdentityProvider } from './compiled-policy';
import type {
  AccountRecord,
  BindingRecord,
  Decision,
  GuardQuestion,
  ReconciledPolicy,
  SharedCallerRecord,
  Sighting,
} from './records';
import type { ObservedProvider, ObservedRole, RoleListing } from './observed';
import type { OrganizationView } from './organization';
import type { Outcome } from './outcomes';
import type { StandingPause } from './pauses';
import type { StackSetView } from './stack-sets';
import type { Trigger } from './triggers';

/*
 * The ports: what the handlers ask of the world. Every call can throw a Failure; `Throttled` and `Unavailable` from
 * any, the others as named.
 */

/** The accounts of the organization, each reached through its access role. */
export interface Accounts {
  /**
   * IAM of one account, under the access role's credentials.
   * @throws Failure `AccountNotReady` where the access role cannot be assumed.
   */
  open(account: string): Promise<AccountIam>;
  /**
   * Systems Manager parameters of one account, in the home region; the same session.
   * @throws Failure `AccountNotReady`
   */
  parameters(account: string): Promise<AccountParameters>;
  /**
   * The default event bus of one account, in the home region; the same session.
   * @throws Failure `AccountNotReady`
   */
  events(account: string): Promise<AccountEvents>;
}

/** What the factory publishes in an account for its templates. Every call can throw `AccessDenied`. */
export interface AccountParameters {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  /** Does nothing where there is none. */
  remove(name: string): Promise<void>;
}

/** Tells the people of an account what became of their roles. */
export interface AccountEvents {
  /** @throws Failure `AccessDenied` */
  publish(outcome: Outcome): Promise<void>;
}

/** A call that has written. */
export interface Written {
  /** The id by which CloudTrail has it; absent where there was nothing to do. */
  readonly requestId?: string;
}

/** IAM of one account. Every call can throw `AccessDenied`. */
export interface AccountIam {
  /** The role, or undefined where IAM itself says that there is none: a denied call is never an absent role. */
  getRole(roleName: string): Promise<ObservedRole | undefined>;
  /** ARNs of the managed policies that are attached to a role; undefined where IAM says that there is no such role. */
  listAttachedRolePolicies(roleName: string): Promise<readonly string[] | undefined>;
  /** Every role, without its tags and limits. */
  listRoles(): Promise<readonly RoleListing[]>;
  /**
   * Every role, with everything that a policy can ask: the pages of one listing, and with `sessionDurations` those of a
   * second one.
   */
  describeRoles(wanted: { readonly sessionDurations: boolean }): Promise<readonly ObservedRole[]>;
  /** The ARNs of every OIDC provider of the account. */
  listOpenIdConnectProviders(): Promise<readonly string[]>;
  /** @throws Failure `RoleQuotaReached`; `WorldMoved` where the role is gone. */
  tagRole(roleName: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Idempotent; a role that is gone has no tags either. */
  untagRole(roleName: string, keys: readonly string[]): Promise<void>;
  /**
   * Attaches a managed policy of the account, by its name; idempotent.
   * @throws Failure `RoleQuotaReached`; `AccountNotReady` where the policy is not there; `WorldMoved` where the role is gone.
   */
  attachRolePolicy(roleName: string, policyName: string): Promise<Written>;
  /** Idempotent; a role that is gone has no policies either. */
  detachRolePolicy(roleName: string, policyName: string): Promise<Written>;
  /** @throws Failure `TrustPolicyTooLong`, `TrustPolicyRefused`; `WorldMoved` where the role is gone. */
  updateAssumeRolePolicy(roleName: string, document: string): Promise<Written>;
  /** The provider of an issuer, or undefined where there is none. */
  getOpenIdConnectProvider(issuer: string): Promise<ObservedProvider | undefined>;
  /** Does nothing where the provider exists. */
  createOpenIdConnectProvider(
    issuer: string,
    audiences: readonly string[],
    thumbprints: readonly string[],
  ): Promise<Written>;
  /**
   * Idempotent.
   * @throws Failure `ConcurrentModification`, `ProviderMissing`, `AudienceQuotaReached`.
   */
  addClientId(issuer: string, audience: string): Promise<Written>;
  /**
   * Idempotent; a provider that is gone holds no audience either.
   * @throws Failure `ConcurrentModification`.
   */
  removeClientId(issuer: string, audience: string): Promise<Written>;
  /**
   * Puts other thumbprints in the place of a provider's.
   * @throws Failure `ConcurrentModification`, `ProviderMissing`.
   */
  updateThumbprints(issuer: string, thumbprints: readonly string[]): Promise<Written>;
}

/** AWS Organizations, reached through the reader role in the management account. */
export interface Organizations {
  /** A session; undefined where the role cannot be assumed, because the lifecycle hook is not deployed. */
  open(): Promise<OrganizationView | undefined>;
}

/** StackSets of the management account, reached through the role there that may ask for instances of the factory's own. */
export interface OwnStackSets {
  /** A session; undefined where the role cannot be assumed, because the lifecycle hook did not bring it. */
  open(): Promise<StackSetView | undefined>;
}

/** One call of Microsoft Graph; `path` begins behind `/v1.0` and is percent-encoded already. */
export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What Graph answered, whatever its status. `body` is the parsed JSON, undefined for an empty one. */
export interface GraphResponse {
  readonly status: number;
  readonly body: unknown;
  /** What a `Retry-After` header asks for, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** Microsoft Graph of one tenant, signed in as the factory. */
export interface Graph {
  /** @throws Failure `SignInRefused` where Entra refuses the factory. */
  request(request: GraphRequest): Promise<GraphResponse>;
}

/** The tenants of the identity providers. */
export interface Directories {
  of(identityProvider: IdentityProvider): Graph;
}

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

/**
 * The factory's bucket: what is too large for a workflow to carry, and what outlives a run. Keys are those of
 * `bucket-keys.ts`.
 */
export interface FactoryBucket {
  /** @throws Failure `AccessDenied`; `InvalidInput` where there is no such object. */
  read(key: string): Promise<string>;
  /** Writes a text of JSON, in the place of whatever stands there. @throws Failure `AccessDenied` */
  write(key: string, text: string): Promise<void>;
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

/** The bus that says what became of things. */
export interface Outcomes {
  publish(outcome: Outcome): Promise<void>;
}

/** The factory's own end of the intake queue. */
export interface IntakeQueue {
  /** Asks for workflows, as if an event had told of each. */
  request(requests: readonly WorkflowRequest[]): Promise<void>;
}

/** A workflow to start. `id` names the request: the same id starts nothing twice. */
export interface WorkflowRequest {
  readonly id: string;
  readonly trigger: Trigger;
  readonly account: string;
  readonly roleName?: string;
  /** A moment before the need was seen, in ISO 8601: whatever happens after it is newer. */
  readonly observedAt: string;
}

/** The workflows. */
export interface Workflows {
  /**
   * Whether a workflow is for a trigger. It is asked before a lock is: an event that starts nothing overtakes none.
   * Where it is left out, every trigger is taken to have one.
   */
  routes(trigger: Trigger): boolean;
  /**
   * Starts the workflow of a trigger. `exists`: there was an execution of that name in the last 90 days, running or
   * ended, and none was started. `unrouted`: no workflow is for the trigger.
   */
  start(trigger: Trigger, execution: string, input: unknown): Promise<'started' | 'exists' | 'unrouted'>;
  /** The ARN of an execution of a trigger's workflow, whether it is there or not; undefined where no workflow is for it. */
  executionArn(trigger: Trigger, execution: string): string | undefined;
  /**
   * How far an execution is. `absent`: Step Functions knows none by that ARN, or does not yet, as what it tells of
   * executions comes late. `foreign`: it is of no workflow of today, and nothing was asked.
   */
  stateOf(executionArn: string): Promise<'running' | 'ended' | 'absent' | 'foreign'>;
}

/** What somebody has paused, as it is at this moment. */
export interface Pauses {
  /** Everything is paused where it cannot be told what is. */
  read(): Promise<readonly StandingPause[]>;
}

/** The time, in one place. */
export interface Clock {
  now(): Date;
}

/** Waits within a function, in seconds. */
export type Pause = (seconds: number) => Promise<void>;
