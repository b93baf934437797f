import type { BindingCaller } from './compiled-policy';
import type { FailureCode, Fault } from './failures';
import type { Reason } from './reasons';

/** What the factory says on its outcomes bus; `type` is the event's `detail-type`. */
export type Outcome =
  | {
      readonly type: 'Role Bound';
      readonly detail: RoleSubject & {
        readonly policy: string;
        /** Absent where the caller is not the factory's. */
        readonly clientId?: string;
        readonly audience: string;
        readonly subjects: readonly string[];
      };
    }
  /** A binding is ready for a role that is not there yet; the parameter in the account has the statement. */
  | {
      readonly type: 'Binding Declared';
      readonly detail: RoleSubject & {
        readonly policy: string;
        readonly clientId?: string;
        readonly audience: string;
        readonly subjects: readonly string[];
        readonly parameter: string;
      };
    }
  | {
      readonly type: 'Role Revoked';
      readonly detail: RoleSubject & {
        readonly policy: string;
        /** Whether the account let all of it be done: trust policy and denial of sessions. */
        readonly isComplete: boolean;
      };
    }
  /** The binding ends soon, by its policy or by a tag of its role; then it is revoked. */
  | {
      readonly type: 'Binding Expires';
      readonly detail: RoleSubject & {
        readonly policy: string;
        /** ISO 8601. */
        readonly expiresAt: string;
        /** Who answers for the role, by the tag that its policy names. */
        readonly owner?: string;
      };
    }
  | { readonly type: 'Role Unbound'; readonly detail: RoleSubject & { readonly policy: string } }
  | {
      readonly type: 'Role Not Bound';
      readonly detail: RoleSubject & {
        readonly policy: string;
        readonly verdict: 'audit' | 'refuse';
        /** Whether the role was bound earlier, and still is. */
        readonly stillBound: boolean;
        readonly reasons: readonly Reason[];
        /** Who answers for the role, by the tag that its policy names. */
        readonly owner?: string;
        /** The trust statement to paste, where somebody keeps writing another one over it. */
        readonly statement?: Readonly<Record<string, unknown>>;
      };
    }
  /** More than nine tenths of the audiences that a provider can hold are in use. */
  | {
      readonly type: 'Quota Near';
      readonly detail: {
        readonly account: string;
        readonly identityProvider: string;
        readonly audiences: number;
        readonly quota: number;
      };
    }
  /** Events have taken down as many bindings as may go in an hour; told at the first one that stays because of it. */
  | {
      readonly type: 'Removals Stopped';
      readonly detail: Pick<RoleSubject, 'account'> & {
        /** Absent where a whole account has left the scope. */
        readonly role?: string;
        /** Whose budget is used up. */
        readonly budget: 'account' | 'organization';
        readonly removalsPerHour: number;
        readonly next: string;
      };
    }
  /** What a reconcile has seen and asked for. */
  | {
      readonly type: 'Account Reconciled';
      readonly detail: {
        readonly account: string;
        readonly onboarded: number;
        readonly released: number;
        readonly removed: number;
        readonly declared: number;
        /** What nothing accounts for; it goes when it is seen again a day later. */
        readonly sighted: readonly string[];
      };
    }
  /** A reconcile of all accounts has ended. */
  | {
      readonly type: 'Organization Reconciled';
      readonly detail: {
        readonly execution: string;
        readonly reconciled: number;
        /** In how many accounts there was something to do. */
        readonly changed: number;
        readonly failed: number;
        /** Key of the report in the factory's bucket. */
        readonly report: string;
      };
    }
  /** Accounts that a reconcile of all could not read, or in which it could not do what was to be done; the first ones. */
  | {
      readonly type: 'Accounts Not Reconciled';
      readonly detail: {
        readonly execution: string;
        readonly accounts: readonly { readonly account: string; readonly error: string; readonly what: string }[];
        readonly failed: number;
        readonly report: string;
      };
    }
  /** A reconcile would take more away than its limit: it has written nothing, and waits. */
  | {
      readonly type: 'Guard Stopped';
      readonly detail: {
        /** The hash that a confirmation must name. */
        readonly plan: string;
        /** An account's id, or `organization`. */
        readonly subject: string;
        readonly execution: string;
        readonly because: readonly string[];
        readonly managed: number;
        readonly removed: number;
        readonly rewritten: number;
        /** In how many accounts. */
        readonly accounts: number;
        readonly next: string;
      };
    }
  | {
      readonly type: 'Account Ready';
      readonly detail: { readonly account: string; readonly providers: number; readonly roles: number };
    }
  /** Nothing of the factory's is live for the account any more, or is about to go: it is closed, has left, or is out of scope. */
  | {
      readonly type: 'Account Retired';
      readonly detail: {
        readonly account: string;
        readonly because: string;
        /** Bindings that are taken down. */
        readonly bindings: number;
        readonly access: 'kept' | 'lost';
      };
    }
  /** The factory is kept out of an account that is out of scope, so that something stays there. Nobody can sign in by it any more, unless the caller is one that stays. */
  | {
      readonly type: 'Account Access Lost';
      readonly detail: {
        readonly account: string;
        readonly because: string;
        readonly left: readonly {
          readonly role: string;
          readonly identityProvider: string;
          readonly audience?: string;
          readonly caller: BindingCaller['kind'];
        }[];
      };
    }
  /** Somebody has changed or deleted an OIDC provider, and it was put right. */
  | {
      readonly type: 'Provider Healed';
      readonly detail: {
        readonly account: string;
        readonly identityProvider: string;
        readonly wasMissing: boolean;
        /** Audiences that it lacked. */
        readonly audiences: readonly string[];
        readonly thumbprints: 'kept' | 'restored';
      };
    }
  /** The factory can no longer read AWS Organizations, and goes by what it has read before. */
  | {
      readonly type: 'Organization Not Read';
      readonly detail: {
        /** The management account. */
        readonly account: string;
        /** ISO 8601. */
        readonly lastReadAt: string;
        readonly next: string;
      };
    }
  | { readonly type: 'Workflow Failed'; readonly detail: FailureReport };

/** The role that an outcome is about. */
export interface RoleSubject {
  readonly account: string;
  readonly role: string;
}

/** A failed run: where, what, whose fault, and what happens next. */
export interface FailureReport {
  readonly account: string;
  readonly role?: string;
  readonly execution: string;
  /** The steps of the workflow that failed, by their ids. */
  readonly failedSteps: readonly string[];
  /** The error's name: a failure's code, or what Step Functions itself calls it. */
  readonly error: FailureCode | (string & {});
  readonly fault: Fault;
  readonly what: string;
  readonly next: string;
}
