import type { FailureCode, Fault } from './failures';
import type { Reason } from './reasons';

/** What the factory says on its outcomes bus; `type` is the event's `detail-type`. */
export type Outcome =
  | {
      readonly type: 'Role Bound';
      readonly detail: RoleSubject & {
        readonly policy: string;
        readonly clientId: string;
        readonly audience: string;
        readonly subject: string;
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
      };
    }
  | {
      readonly type: 'Account Ready';
      readonly detail: { readonly account: string; readonly providers: number; readonly roles: number };
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
