/** A role as IAM shows it. */
export interface ObservedRole {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  /** Unique for all time: a role created anew under the same name has another one. */
  readonly roleId: string;
  /** The trust policy, as JSON. */
  readonly trustPolicy: string;
  /** How long its sessions may last; absent where it was not read. */
  readonly maxSessionDurationSeconds?: number;
  /** The ARN of the permissions boundary. */
  readonly permissionsBoundary?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs of the managed policies that are attached to it; absent where they were not read. */
  readonly managedPolicies?: readonly string[];
  /** ISO 8601; absent where it was not read. */
  readonly createdAt?: string;
  /** When it was last assumed, in ISO 8601; absent where it never was, or was not read. */
  readonly lastUsedAt?: string;
}

/** What a listing shows of a role. */
export interface RoleListing {
  readonly name: string;
  readonly trustPolicy: string;
}

/** An OIDC provider as a listing shows it; with its audiences, where it was read by itself. */
export interface ListedProvider {
  readonly arn: string;
  /** The issuer's URL. */
  readonly issuer: string;
  readonly audiences?: readonly string[];
}

/** An OIDC provider as IAM shows it. */
export interface ObservedProvider extends ListedProvider {
  readonly arn: string;
  /** The issuer's URL. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Absent where they were not read. */
  readonly thumbprints?: readonly string[];
}
