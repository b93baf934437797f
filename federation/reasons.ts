/** Why a verdict is as it is: the closed set of what can be said. */
export type ReasonCode =
  | 'account-departed'
  | 'account-excluded'
  | 'account-out-of-scope'
  | 'no-policy-matches'
  | 'policy-matches'
  | 'no-trust-statement'
  | 'trust-unreadable'
  | 'trust-statement-shared'
  | 'trust-statement-foreign'
  | 'trust-audience-missing'
  | 'trust-audience-not-allowed'
  | 'trust-subject-not-allowed'
  | 'trust-within-policy'
  | 'trust-too-long'
  | 'trust-public-issuer-open'
  | 'trust-contested'
  | 'binding-policy-mismatch'
  | 'binding-revoked'
  | 'sentinel-role'
  | 'protected-role'
  | 'session-too-long'
  | 'session-duration-unknown'
  | 'permissions-boundary-missing'
  | 'permissions-boundary-not-allowed'
  | 'managed-policy-not-allowed'
  | 'managed-policy-banned'
  | 'managed-policies-unknown'
  | 'required-tag-missing'
  | 'subject-not-allowed'
  | 'too-many-credentials'
  | 'enforcement-audit'
  | 'paused';

/** A reason, with a sentence that has the case's own names and numbers. */
export interface Reason {
  readonly code: ReasonCode;
  readonly because: string;
}
