import type { ObservedProvider, ObservedRole, RoleListing } from '../observed';
import type { Outcome } from '../outcomes';

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
