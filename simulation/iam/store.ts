import { accountPrincipalArn, oidcProviderArn, roleArn } from '../../federation/arn';
import { hostAndPathOf } from '../../federation/issuer';
import type { ObservedProvider, ObservedRole } from '../../federation/observed';
import type { Partition } from '../../federation/partition';
import { AwsError } from '../errors';
import type { Ids } from '../ids';
import { Replication } from './replication';
import { checkTrustPolicy } from './trust-document';

/** IAM's limit of audiences in a provider, which cannot be raised. */
export const maxAudiences = 100;
/** Default quota for the length of a trust policy, white space not counted. */
export const maxTrustPolicyLength = 2048;

/** A role as IAM keeps it. */
export interface StoredRole {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly roleId: string;
  trustPolicy: string;
  maxSessionDurationSeconds: number;
  permissionsBoundary: string | undefined;
  readonly tags: Map<string, string>;
  /** Inline policies, and those that stacks gave it, by name. */
  readonly policies: Map<string, unknown>;
  /** ARNs of managed policies of the account. */
  readonly attached: Set<string>;
}

/** An OIDC provider as IAM keeps it. */
export interface StoredProvider {
  readonly arn: string;
  /** The URL, with its scheme and whatever slash it was made with. */
  readonly issuer: string;
  readonly audiences: Set<string>;
  readonly thumbprints: Set<string>;
}

/** What a role is made from. */
export interface RoleProperties {
  readonly roleName: string;
  readonly path: string;
  readonly trustPolicy: string;
  readonly maxSessionDurationSeconds: number;
  readonly permissionsBoundary?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** IAM's data of one account. It keeps the rules of the data; who may do what is asked elsewhere. */
export class IamStore {
  readonly roles = new Map<string, StoredRole>();
  /** By issuer without its scheme. */
  readonly providers = new Map<string, StoredProvider>();
  /** Documents of the account's own managed policies, by ARN. */
  readonly managedPolicies = new Map<string, unknown>();
  /** By name in lower case. */
  readonly roleReplication = new Replication<ObservedRole>();
  /** By issuer without its scheme. */
  readonly providerReplication = new Replication<ObservedProvider>();

  constructor(
    readonly partition: Partition,
    readonly account: string,
    readonly ids: Ids,
  ) {}

  roleArn(roleName: string, path: string): string {
    return roleArn(this.partition, this.account, path, roleName);
  }

  providerArn(issuer: string): string {
    return oidcProviderArn(this.partition, this.account, hostAndPathOf(issuer));
  }

  policyArn(policyName: string): string {
    return `arn:${this.partition}:iam::${this.account}:policy/${policyName}`;
  }

  get rootArn(): string {
    return accountPrincipalArn(this.partition, this.account);
  }

  role(roleName: string): StoredRole {
    const role = this.roles.get(roleName);
    if (role === undefined) throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found.`);
    return role;
  }

  addRole(properties: RoleProperties): StoredRole {
    if ([...this.roles.keys()].some((name) => name.toLowerCase() === properties.roleName.toLowerCase())) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${properties.roleName} already exists.`);
    }
    const role: StoredRole = {
      arn: this.roleArn(properties.roleName, properties.path),
      name: properties.roleName,
      path: properties.path,
      roleId: this.ids.unique('role', 'AROA', 17),
      trustPolicy: checkedTrustPolicy(properties.trustPolicy),
      maxSessionDurationSeconds: properties.maxSessionDurationSeconds,
      permissionsBoundary: properties.permissionsBoundary,
      tags: new Map(Object.entries(properties.tags)),
      policies: new Map(),
      attached: new Set(),
    };
    this.roles.set(role.name, role);
    return role;
  }

  /** Every policy that a role has. */
  policiesOf(role: StoredRole): readonly unknown[] {
    return [...role.policies.values(), ...[...role.attached].map((arn) => this.managedPolicies.get(arn))];
  }

  /** Remembers what a write is about to change, for reads that lag behind. */
  aboutToChangeRole(roleName: string, now: Date): void {
    const role = this.roles.get(roleName);
    this.roleReplication.remember(roleName.toLowerCase(), role && observedRole(role), now);
  }

  aboutToChangeProvider(issuer: string, now: Date): void {
    const key = hostAndPathOf(issuer);
    const provider = this.providers.get(key);
    this.providerReplication.remember(key, provider && observedProvider(provider), now);
  }

  provider(issuer: string): StoredProvider {
    const provider = this.providers.get(hostAndPathOf(issuer));
    if (provider === undefined) {
      throw new AwsError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${this.providerArn(issuer)}`);
    }
    return provider;
  }

  addProvider(issuer: string, audiences: readonly string[], thumbprints: readonly string[] = []): StoredProvider {
    const key = hostAndPathOf(issuer);
    if (this.providers.has(key))
      throw new AwsError('EntityAlreadyExists', `Provider with url ${issuer} already exists.`);
    const provider: StoredProvider = {
      arn: this.providerArn(issuer),
      issuer,
      audiences: new Set(),
      thumbprints: new Set(thumbprints),
    };
    for (const audience of audiences) addAudience(provider, audience);
    this.providers.set(key, provider);
    return provider;
  }
}

/** A role as GetRole shows it. */
export const observedRole = (role: StoredRole): ObservedRole => ({
  arn: role.arn,
  name: role.name,
  path: role.path,
  roleId: role.roleId,
  trustPolicy: role.trustPolicy,
  maxSessionDurationSeconds: role.maxSessionDurationSeconds,
  ...(role.permissionsBoundary !== undefined && { permissionsBoundary: role.permissionsBoundary }),
  tags: Object.fromEntries(role.tags),
});

/** A provider as GetOpenIDConnectProvider shows it. */
export const observedProvider = ({ arn, issuer, audiences, thumbprints }: StoredProvider): ObservedProvider => ({
  arn,
  issuer,
  audiences: [...audiences],
  thumbprints: [...thumbprints],
});

/** Adds an audience; one that is there already changes nothing. */
export const addAudience = (provider: StoredProvider, audience: string): void => {
  if (audience === '' || audience.length > 255)
    throw new AwsError('ValidationError', 'A client ID has 1 to 255 characters.');
  if (!provider.audiences.has(audience) && provider.audiences.size >= maxAudiences) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${maxAudiences}`);
  }
  provider.audiences.add(audience);
};

/** A trust policy that IAM would take. */
export const checkedTrustPolicy = (document: string): string => {
  const length = document.replace(/\s/g, '').length;
  if (length > maxTrustPolicyLength) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${maxTrustPolicyLength}`);
  }
  checkTrustPolicy(document);
  return document;
};
