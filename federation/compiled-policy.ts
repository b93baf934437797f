import type { Expiry } from './expiry';
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
  /** That the baseline comes in StackSets of the factory's own; absent where another pipeline brings it in its own ones. */
  readonly deliver?: 'stacksets';
  readonly targets: {
    readonly organizationalUnits: readonly OrganizationalUnitMatch[];
    readonly excludedAccounts: readonly string[];
  };
  /** Those of Microsoft Entra, whose callers the factory registers. */
  readonly identityProviders: readonly IdentityProvider[];
  /** The other issuers: their providers are deployed, and the roles that trust them are held to the policy. */
  readonly outsideProviders: readonly OutsideProvider[];
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
  /** By unique name; absent where there is none. */
  readonly handOvers?: readonly HandOver[];
  readonly perAccount: AccountLimits;
  readonly guard: GuardLimits;
}

/** A binding that is declared in YAML, before its role exists or for a role that a template owns. */
export interface DeclaredBinding {
  /** Account id. */
  readonly account: string;
  readonly role: string;
  /** Name of the policy that the role will match. */
  readonly policy: string;
}

/** An application that somebody made, and that the YAML hands over to be a caller of the factory's. */
export interface HandOver {
  /** The unique name of the caller that it becomes. */
  readonly uniqueName: string;
  /** Its client id. */
  readonly application: string;
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

/** From when on a reconcile asks before it takes away, and events take nothing down any more. Both numbers of a reconcile's limit must be passed. */
export interface GuardLimits {
  /** Of all bindings together, in percent. */
  readonly sharePercent: number;
  /** Bindings, of all accounts together. */
  readonly atLeast: number;
  /** Of the bindings of one account, in percent. */
  readonly accountSharePercent: number;
  /** Bindings, of one account. */
  readonly accountAtLeast: number;
  /** Bindings of all accounts that are taken down because of events. */
  readonly removalsPerHour: number;
}

/** Who may assume a role. */
export type Caller = BindingCaller | OutsideCaller;

/** A caller in Microsoft Entra: the role gets a binding to it. */
export type BindingCaller =
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

/** Whom an outside issuer's tokens are about: nothing is registered, and the role's owner writes the trust policy. */
export interface OutsideCaller {
  readonly kind: 'outside';
  /** Patterns of the subjects that a trust policy may name. */
  readonly subjects: readonly string[];
}

/** An organizational unit; with `direct`, without the units below it. */
export interface OrganizationalUnitMatch {
  readonly path: string;
  readonly direct: boolean;
}

/** A tenant of Microsoft Entra under management. */
export interface IdentityProvider {
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: EntraCloud;
  /** The client id of the application that the factory signs in with. */
  readonly factoryClientId: string;
  /** The issuer's URL, with the slash at its end. */
  readonly issuer: string;
  /** Accounts whose provider of this issuer is somebody else's; absent where there is none. */
  readonly existingIn?: readonly string[];
}

/** An OIDC issuer under management that is none of Microsoft Entra's. */
export interface OutsideProvider {
  readonly name: string;
  readonly kind: OutsideKind;
  /** The issuer's URL, as its tokens name it. */
  readonly issuer: string;
  /** Whom its tokens may be for; a trust policy names some of these. */
  readonly audiences: readonly string[];
}

/** The family of an outside issuer; `oidc` is any. */
export type OutsideKind = 'github' | 'gitlab' | 'terraform-cloud' | 'azure-devops' | 'kubernetes' | 'oidc';

/** What is known of an account without asking it. */
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  /** Path of its organizational unit. */
  readonly organizationalUnit: string;
  readonly tags: Readonly<Record<string, string>>;
  /** `closed`: it is closed, or is being closed; `left`: it is no longer of the organization. Absent while it is active. */
  readonly departed?: 'closed' | 'left';
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
  /** When bindings end; absent where they never do. */
  readonly expiry?: Expiry;
  readonly onDelete: OnDelete;
  readonly enforcement: 'audit' | 'enforce';
  /** The first day, in UTC, on which `enforce` holds; before, the policy only reports. */
  readonly enforceFrom?: string;
}

/** A policy whose roles get bindings. */
export type BindingPolicy = Policy & { readonly caller: BindingCaller };

/** A policy that says which subjects of an outside issuer the trust policies of its roles may name. */
export type OutsidePolicy = Policy & { readonly caller: OutsideCaller };

/** Whether a policy's roles get bindings. */
export const isBindingPolicy = (policy: Policy): policy is BindingPolicy => policy.caller.kind !== 'outside';

/** Whether a policy is for an outside issuer. */
export const isOutsidePolicy = (policy: Policy): policy is OutsidePolicy => policy.caller.kind === 'outside';

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
