/** An organization as it is at a moment: what the lock file holds. */
export interface OrganizationSnapshot {
  /** The organization's id. */
  readonly organization: string;
  /** The root, whose path is `/`, and every unit. */
  readonly organizationalUnits: readonly { readonly id: string; readonly path: string }[];
  /** The active accounts. */
  readonly accounts: readonly SnapshotAccount[];
}

/** An active account of an organization. */
export interface SnapshotAccount {
  readonly id: string;
  readonly name: string;
  /** The path of its organizational unit. */
  readonly organizationalUnit: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * AWS Organizations, as far as a snapshot needs it. Lists are whole: the adapter turns the pages. Every call can throw
 * a Failure: `AccessDenied`, `Throttled` or `Unavailable`.
 */
export interface OrganizationReader {
  /** The organization's id. */
  describeOrganization(): Promise<string>;
  /** The ids of the roots; today there is one. */
  listRoots(): Promise<readonly string[]>;
  listOrganizationalUnitsForParent(parent: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  listAccountsForParent(parent: string): Promise<readonly ListedAccount[]>;
  listTags(account: string): Promise<Readonly<Record<string, string>>>;
}

/** An account as a listing shows it. */
export interface ListedAccount {
  readonly id: string;
  readonly name: string;
  /** Whether it is active: neither being closed, nor closed, nor still being made. */
  readonly isActive: boolean;
}
