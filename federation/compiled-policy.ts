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
  /** By ascending priority. */
  readonly policies: readonly Policy[];
  /** Path of each organizational unit, by its id, as of the lock file. */
  readonly organizationalUnits: Readonly<Record<string, string>>;
  /** The accounts of the lock file, by id. */
  readonly accounts: Readonly<Record<string, AccountFacts>>;
}

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

/** Which roles a policy is for; an absent key means any. */
export interface Match {
  readonly organizationalUnits?: readonly OrganizationalUnitMatch[];
  readonly accountIds?: readonly string[];
  readonly accountNames?: readonly string[];
  readonly accountTags?: Readonly<Record<string, string>>;
  readonly roleNames?: readonly string[];
  readonly rolePaths?: readonly string[];
  readonly roleTags?: Readonly<Record<string, string>>;
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
  readonly caller: 'own-application';
  readonly audience: 'per-role';
  readonly federatedCredentials: {
    /** The role's tag that selects one subject; undefined where only literal subjects apply. */
    readonly tag?: string;
    readonly allowed: readonly AllowedSubjects[];
  };
  readonly limits: {
    readonly maxSessionDurationSeconds?: number;
    readonly requirePermissionsBoundary: boolean;
  };
  readonly onDelete: OnDelete;
  readonly enforcement: 'audit' | 'enforce';
}

/** What becomes of an application when its role goes. */
export type OnDelete = 'retire' | 'purge';
