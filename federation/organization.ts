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
  /** Whether it is closed, suspended or being closed. */
  readonly isClosed: boolean;
}

/** AWS Organizations as the factory reads it. Every call can throw a Failure: `AccessDenied`, `Throttled` or `Unavailable`. */
export interface OrganizationView extends Omit<OrganizationReader, 'describeOrganization'> {
  /** Undefined where AWS Organizations says that it is no account of the organization. */
  describeAccount(account: string): Promise<ListedAccount | undefined>;
  /** The id of the unit, or root, that an account or a unit is directly in. */
  parentOf(child: string): Promise<string>;
  /** The name of a unit. */
  describeOrganizationalUnit(unit: string): Promise<string>;
}
