import type { EntraCloud } from './issuer';
import type { Partition } from './partition';

/**
 * The configuration as the functions read it: defaults filled in, references resolved, policies in the order in which
 * they are asked. It is a pure function of `config/`.
 */
export interface CompiledPolicy {
  readonly organization: {
    readonly id: string;
    readonly partition: Partition;
    readonly homeRegion: string;
    readonly managementAccount: string;
  };
  readonly factoryAccount: string;
  readonly targets: {
    readonly organizationalUnits: readonly OrganizationalUnitMatch[];
    readonly excludedAccounts: readonly string[];
  };
  readonly identityProviders: readonly IdentityProvider[];
  /**
   * By ascending priority. A policy with overrides or waves is several here, narrowed by `within`, the narrower ones
   * first; they have its name and priority in common.
   */
  readonly policies: readonly Policy[];
  /** Path of each organizational unit, by its id, as of the lock file. */
  readonly organizationalUnits: Readonly<Record<string, string>>;
  /** The accounts of the lock file, by id. */
  readonly accounts: Readonly<Record<string, AccountFacts>>;
  /** By account id and role name, in lower case. */
  readonly bindings: readonly DeclaredBinding[];
  readonly perAccount: AccountLimits;
}

/** A binding that is declared in YAML, before its role exists or for a role that a template owns. */
export interface DeclaredBinding {
  /** Account id. */
  readonly account: string;
  readonly role: string;
  /** Name of the policy that the role will match. */
  readonly policy: string;
}

/** What one account may ask of the factory and of the directory, and what its own quotas are. */
export interface AccountLimits {
  /** IAM's quota for the length of a trust policy there, in characters without white space. */
  readonly trustPolicyLength: number;
  /** Events beyond that are answered with one reconcile of the account. */
  readonly eventsPerHour: number;
  /** Applications of the account's own that are live at once. */
  readonly applications: number;
  /** Bindings that are taken down because of events. */
  readonly removalsPerHour: number;
}

/** Who may assume a role. */
export type Caller =
  | { readonly kind: 'own-application' }
  /** One application for all roles whose policies name it; they are open to the same caller. */
  | { readonly kind: 'shared'; readonly name: string }
  /** Service principals that exist; nothing is written to the directory. */
  | {
      readonly kind: 'existing';
      /** Object ids. */
      readonly principals: readonly string[];
      /** The client id that their tokens are for. */
      readonly audience: string;
    };

/** An organizational unit; with `direct`, without the units below it. */
export interface OrganizationalUnitMatch {
  readonly path: string;
  readonly direct: boolean;
}

/** An OIDC issuer under management. */
export interface IdentityProvider {
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: EntraCloud;
  /** The client id of the application that the factory signs in with. */
  readonly factoryClientId: string;
  /** The issuer's URL, with the slash at its end. */
  readonly issuer: string;
}

/** What is known of an account without asking it. */
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  /** Path of its organizational unit. */
  readonly organizationalUnit: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What accounts and roles are chosen by: keys are joined by AND, the items of a list by OR; an absent key means any. */
export interface Criteria {
  readonly organizationalUnits?: readonly OrganizationalUnitMatch[];
  readonly accountIds?: readonly string[];
  readonly accountNames?: readonly string[];
  readonly accountTags?: Readonly<Record<string, string>>;
  readonly roleNames?: readonly string[];
  readonly rolePaths?: readonly string[];
  readonly roleTags?: Readonly<Record<string, string>>;
}

/** Which roles a policy is for. */
export interface Match extends Criteria {
  /** Leaves out what one of these keys, whichever, is true of. */
  readonly except?: Criteria;
  /** Must all hold too: where an override or a wave applies. */
  readonly within?: readonly Criteria[];
}

/** Subjects of one outside issuer, as patterns. */
export interface AllowedSubjects {
  readonly issuer: string;
  readonly subjects: readonly string[];
}

/** One policy. */
export interface Policy {
  readonly name: string;
  readonly priority: number;
  readonly match: Match;
  /** Name of the identity provider. */
  readonly identityProvider: string;
  readonly caller: Caller;
  /** `per-account`: one audience application an account; only with a caller of its own for each role. */
  readonly audience: 'per-role' | 'per-account';
  readonly federatedCredentials: {
    /** The role's tag that selects one subject; undefined where only literal subjects apply. */
    readonly tag?: string;
    readonly allowed: readonly AllowedSubjects[];
  };
  readonly limits: PolicyLimits;
  /** The role's tag that names who answers for it. */
  readonly ownerTag?: string;
  readonly onDelete: OnDelete;
  readonly enforcement: 'audit' | 'enforce';
  /** The first day, in UTC, on which `enforce` holds; before, the policy only reports. */
  readonly enforceFrom?: string;
}

/** What a role must keep to be bound. */
export interface PolicyLimits {
  readonly maxSessionDurationSeconds?: number;
  readonly requirePermissionsBoundary: boolean;
  /** Patterns of names or ARNs of which the role's boundary must match one. */
  readonly permissionsBoundaries?: readonly string[];
  /** Patterns of names (of AWS managed policies) or ARNs, of which each of the role's managed policies must match one. */
  readonly allowedManagedPolicies?: readonly string[];
  /** Patterns of names (whoever made the policy) or ARNs, none of which a managed policy of the role may match. */
  readonly bannedManagedPolicies?: readonly string[];
  /** Tags that the role must have, with patterns of their values. */
  readonly requiredTags?: Readonly<Record<string, string>>;
}

/** What becomes of an application when its role goes. */
export type OnDelete = 'retire' | 'purge';
