import type { AccountFacts, BindingCaller, OnDelete } from './compiled-policy';
import type { Trigger } from './triggers';

/**
 * What the table keeps of a binding. It is written before anything is made, so that whatever a broken run leaves behind
 * can be found; the cloud stays the truth.
 */
export interface BindingRecord {
  readonly account: string;
  readonly roleName: string;
  /** Absent while the binding is declared and its role has not been seen. */
  readonly roleId?: string;
  readonly policy: string;
  readonly identityProvider: string;
  /** The issuer's URL, so that a binding can be undone when the YAML no longer names its identity provider. */
  readonly issuer: string;
  readonly caller: BindingCaller['kind'];
  /** Unique name of the caller's application; absent where the caller is not the factory's. */
  readonly uniqueName?: string;
  /** Unique name of the account's audience application; absent where the audience is the caller's own. */
  readonly audienceUniqueName?: string;
  readonly onDelete: OnDelete;
  /** Absent until the caller is registered. */
  readonly audience?: string;
  /** Object ids of the service principals that may assume the role. */
  readonly subjects?: readonly string[];
  /**
   * Every client id that the factory has registered for a role of this name. An application with one of them is the
   * factory's own work.
   */
  readonly clientIds: readonly string[];
  /** Every audience that the factory has given a role of this name; a trust statement for one of them is its own. */
  readonly audiences: readonly string[];
  readonly state: BindingState;
  /** What the role's trust policy was last seen to pin. */
  readonly confirmed?: ConfirmedPins;
  /** When the binding of this very role was first confirmed, in ISO 8601; lifting a revocation begins anew. */
  readonly boundAt?: string;
  /** Which end of the binding was announced, and when; both in ISO 8601. */
  readonly expiryAnnounced?: { readonly expiresAt: string; readonly at: string };
  /** Whether it has been said who is bound to what. */
  readonly announced?: boolean;
  /** Who has put another trust policy in the place of the binding's, and with which events; newest last. */
  readonly reversals?: readonly Reversal[];
  /**
   * When the placeholder was written back over a statement that somebody had put back after the binding had ended; ISO 8601,
   * newest last. A new binding begins anew.
   */
  readonly closings?: readonly string[];
  /** Names of the federated credentials that the caller was last given. */
  readonly credentials?: readonly string[];
  /** Whether the binding is published as a parameter in the account. */
  readonly published?: boolean;
  /** Whether the caller has become another one since it was published. */
  readonly stale?: boolean;
  /** Counts the writes, from 1: a write that does not follow the one that its writer has read is refused. */
  readonly version: number;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** What a trust policy pins. */
export interface ConfirmedPins {
  readonly audience: string;
  readonly subjects: readonly string[];
}

/**
 * How far a binding is. `declared`: made, and its role has not been seen. `registering`: being made. `bound`: confirmed.
 * `contested`: somebody keeps writing another trust policy over it; audience and caller stay. `revoked`: cut off by hand,
 * and only a hand lifts it. `abandoned`: making it failed for good. `gone`: IAM itself said that the role is gone.
 * `released`: the role's trust policy has the placeholder again. What `gone` and `released` leave behind is being
 * removed. `unbound`: nothing live is left.
 */
export type BindingState =
  'declared' | 'registering' | 'bound' | 'contested' | 'revoked' | 'abandoned' | 'gone' | 'released' | 'unbound';

/** A change of a bound role's trust policy by somebody else, which took the binding out of it. */
export interface Reversal {
  /** The ARN of the role or user that made the call; the id of the account where IAM does not say. */
  readonly actor: string;
  /** Id of the event. */
  readonly eventId: string;
}

/** What the table keeps of an application that several roles share. */
export interface SharedCallerRecord {
  readonly uniqueName: string;
  readonly clientIds: readonly string[];
}

/** Something that nothing accounts for, with the time when it was first seen; it goes when it is seen again a day later. */
export interface Sighting {
  /** What it is: `application <unique name>`, `audience <issuer> <audience>`, `role <name>`, `statement <role name>`. */
  readonly what: string;
  /** ISO 8601. */
  readonly firstSeenAt: string;
}

/** A plan that would take so much away that somebody must confirm it first, and the answer. */
export interface GuardQuestion {
  /** The hash of what is to be taken away, in hexadecimal. */
  readonly plan: string;
  /** The hash of the policies that it was made by. */
  readonly policyHash: string;
  /** The execution that waits. */
  readonly execution: string;
  /** An account's id, or `organization`. */
  readonly subject: string;
  /** Sentences. */
  readonly because: readonly string[];
  readonly managed: number;
  readonly removed: number;
  readonly rewritten: number;
  /** In how many accounts. */
  readonly accounts: number;
  /** ISO 8601. */
  readonly askedAt: string;
  /** Absent while nobody has answered. */
  readonly answer?: 'confirmed' | 'denied';
  /** An ARN. */
  readonly answeredBy?: string;
  /** ISO 8601. */
  readonly answeredAt?: string;
}

/** The policies that every account was last compared with. */
export interface ReconciledPolicy {
  readonly policyHash: string;
  readonly execution: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A line of the decision log, which is only ever added to. */
export interface Decision {
  readonly account: string;
  readonly roleName?: string;
  readonly execution: string;
  readonly step: string;
  /** What was decided or done. */
  readonly decision: string;
  readonly reasons: readonly string[];
  /** The trust policy that was written, and what it was written over; each as JSON. */
  readonly trust?: { readonly before: string; readonly after: string };
  /** Ids of the calls of AWS that wrote, by which CloudTrail has them. */
  readonly requestIds?: readonly string[];
  /** SHA-256 of the compiled policy that was decided by. */
  readonly policyHash: string;
  /** What set the execution off. */
  readonly event: DecisionEvent;
  /** ISO 8601. */
  readonly at: string;
}

/** What the table keeps of an account. */
export interface AccountRecord extends AccountFacts {
  /**
   * That and when it was read from AWS Organizations, and what the lock file said of it then; absent where only an event
   * has told of it.
   */
  readonly reading?: { readonly at: string; readonly locked: string };
  /** That the factory is kept out, though something is left there; only of an account that is out of scope. */
  readonly access?: { readonly deniedSince: string; readonly isLost: boolean };
  /** When it was first found in scope, and when it was ready; absent where it was there before the factory was. */
  readonly bootstrap?: { readonly begunAt: string; readonly readyAt?: string };
}

/** An event, as far as the log has it. */
export interface DecisionEvent {
  readonly id: string;
  readonly trigger: Trigger;
  /** ISO 8601. */
  readonly time: string;
  /** The ARN of the role or user that made the call, or the id of the account where IAM does not say; absent where the factory itself has asked. */
  readonly actor?: string;
  /** Whether somebody has started the execution by hand. */
  readonly byHand?: boolean;
}

/**
 * What holds of an account. What was read from AWS Organizations wins, as long as the lock file says the same of the
 * account as it did at the reading: one that says something else has been renewed since, and wins until the next reading.
 * What only an event has told of never overrules the lock file.
 */
export const currentFacts = (
  recorded: AccountRecord | undefined,
  locked: AccountFacts | undefined,
): AccountFacts | undefined => {
  if (recorded === undefined) return locked;
  return locked === undefined || recorded.reading?.locked === lockedText(locked) ? factsOf(recorded) : locked;
};

/** What a record says of its account, without what it says of the factory's work there. */
const factsOf = ({ id, name, organizationalUnit, tags, departed }: AccountRecord): AccountFacts => ({
  id,
  name,
  organizationalUnit,
  tags,
  ...(departed !== undefined && { departed }),
});

/** What the lock file says of an account, as one text that can be compared; empty where it does not have it. */
export const lockedText = (locked: AccountFacts | undefined): string =>
  locked === undefined
    ? ''
    : JSON.stringify([
        locked.name,
        locked.organizationalUnit,
        Object.entries(locked.tags).sort(([one], [other]) => (one < other ? -1 : 1)),
      ]);
