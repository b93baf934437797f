import type { ObservedProvider, ObservedRole } from './observed';

/** What IAM shows of an account as a whole. */
export interface AccountContents {
  /** Every role but those that are linked to a service, whose trust nobody can edit. */
  readonly roles: readonly ObservedRole[];
  /** Every OIDC provider, managed or not. */
  readonly providers: readonly ObservedProvider[];
}

/** Reads accounts whole, with as few calls as there are. */
export interface AccountReader {
  /** @throws Failure `AccountNotReady` where the account is not to be entered, `AccessDenied` where a call is refused. */
  read(account: string): Promise<AccountContents>;
}
