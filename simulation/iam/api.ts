import type { ObservedProvider, ObservedRole, RoleListing } from '../../federation/observed';
import type { CallCounter } from '../calls';
import { AwsError } from '../errors';
import type { Authorizer } from './authorizer';
import type { Principal } from './principal';
import { addAudience, checkedTrustPolicy, type IamStore, type StoredRole } from './store';

/** A write to IAM, as CloudTrail is told of it. */
export interface IamCall {
  readonly principal: Principal;
  readonly account: string;
  readonly eventName: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: unknown;
  readonly error?: AwsError;
}

/** What somebody creates a role from. Durations are in seconds. */
export interface CreateRoleRequest {
  readonly roleName: string;
  readonly trustPolicy: string;
  readonly path?: string;
  readonly maxSessionDurationSeconds?: number;
  /** The ARN of the permissions boundary. */
  readonly permissionsBoundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What the calls need beside the account's data. */
export interface IamSurroundings {
  readonly authorizer: Authorizer;
  readonly calls: CallCounter;
  readonly cloudTrail: (call: IamCall) => void;
}

/** IAM of one account as one principal sees it. Every call can throw an AwsError `AccessDenied`. */
export class IamApi {
  constructor(
    private readonly store: IamStore,
    private readonly principal: Principal,
    private readonly surroundings: IamSurroundings,
  ) {}

  /** @throws AwsError `NoSuchEntity`. */
  getRole(roleName: string): ObservedRole {
    this.#authorize('GetRole', this.#roleArn(roleName));
    return observedRole(this.store.role(roleName));
  }

  listRoles(): readonly RoleListing[] {
    this.#authorize('ListRoles', '*');
    return [...this.store.roles.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((role) => ({ name: role.name, trustPolicy: role.trustPolicy }));
  }

  /** @throws AwsError `EntityAlreadyExists`, `MalformedPolicyDocument`, `LimitExceeded`. */
  createRole(request: CreateRoleRequest): ObservedRole {
    const path = request.path ?? '/';
    const parameters = {
      roleName: request.roleName,
      path,
      assumeRolePolicyDocument: request.trustPolicy,
      ...(request.maxSessionDurationSeconds && { maxSessionDuration: request.maxSessionDurationSeconds }),
      ...(request.permissionsBoundary && { permissionsBoundary: request.permissionsBoundary }),
      ...(request.tags && { tags: Object.entries(request.tags).map(([key, value]) => ({ key, value })) }),
    };
    return this.#write('CreateRole', this.store.roleArn(request.roleName, path), parameters, () => {
      const role = this.store.addRole({
        roleName: request.roleName,
        path,
        trustPolicy: request.trustPolicy,
        maxSessionDurationSeconds: request.maxSessionDurationSeconds ?? 3600,
        tags: request.tags ?? {},
        ...(request.permissionsBoundary && { permissionsBoundary: request.permissionsBoundary }),
      });
      return { result: observedRole(role), response: { role: roleElement(role) } };
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  deleteRole(roleName: string): void {
    this.#writeRole('DeleteRole', roleName, {}, (role) => this.store.roles.delete(role.name));
  }

  /** @throws AwsError `NoSuchEntity`, `MalformedPolicyDocument`, `LimitExceeded`. */
  updateAssumeRolePolicy(roleName: string, policyDocument: string): void {
    this.#writeRole('UpdateAssumeRolePolicy', roleName, { policyDocument }, (role) => {
      role.trustPolicy = checkedTrustPolicy(policyDocument);
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  updateRole(roleName: string, maxSessionDuration: number): void {
    this.#writeRole('UpdateRole', roleName, { maxSessionDuration }, (role) => {
      role.maxSessionDurationSeconds = maxSessionDuration;
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  tagRole(roleName: string, tags: Readonly<Record<string, string>>): void {
    const parameters = { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
    this.#writeRole('TagRole', roleName, parameters, (role) => {
      for (const [key, value] of Object.entries(tags)) role.tags.set(key, value);
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  untagRole(roleName: string, tagKeys: readonly string[]): void {
    this.#writeRole('UntagRole', roleName, { tagKeys }, (role) => {
      for (const key of tagKeys) role.tags.delete(key);
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  putRolePermissionsBoundary(roleName: string, permissionsBoundary: string): void {
    this.#writeRole('PutRolePermissionsBoundary', roleName, { permissionsBoundary }, (role) => {
      role.permissionsBoundary = permissionsBoundary;
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  deleteRolePermissionsBoundary(roleName: string): void {
    this.#writeRole('DeleteRolePermissionsBoundary', roleName, {}, (role) => {
      role.permissionsBoundary = undefined;
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  getOpenIdConnectProvider(issuer: string): ObservedProvider {
    this.#authorize('GetOpenIDConnectProvider', this.store.providerArn(issuer));
    const provider = this.store.provider(issuer);
    return { arn: provider.arn, issuer: provider.issuer, audiences: [...provider.audiences] };
  }

  /** @throws AwsError `EntityAlreadyExists`, `LimitExceeded`. */
  createOpenIdConnectProvider(issuer: string, audiences: readonly string[], thumbprints: readonly string[]): void {
    const arn = this.store.providerArn(issuer);
    const parameters = { url: issuer, clientIDList: audiences, thumbprintList: thumbprints };
    this.#write('CreateOpenIDConnectProvider', arn, parameters, () => {
      this.store.addProvider(issuer, audiences);
      return { result: undefined, response: { openIDConnectProviderArn: arn } };
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  deleteOpenIdConnectProvider(issuer: string): void {
    const arn = this.store.providerArn(issuer);
    this.#write('DeleteOpenIDConnectProvider', arn, { openIDConnectProviderArn: arn }, () => {
      this.store.provider(issuer);
      this.store.providers.delete(arn.slice(arn.indexOf('/') + 1));
      return { result: undefined, response: null };
    });
  }

  /** Idempotent. @throws AwsError `NoSuchEntity`, `LimitExceeded`. */
  addClientId(issuer: string, clientID: string): void {
    this.#writeProvider('AddClientIDToOpenIDConnectProvider', issuer, clientID, (audiences) => {
      addAudience(audiences, clientID);
    });
  }

  /** Idempotent. @throws AwsError `NoSuchEntity`. */
  removeClientId(issuer: string, clientID: string): void {
    this.#writeProvider('RemoveClientIDFromOpenIDConnectProvider', issuer, clientID, ({ audiences }) => {
      audiences.delete(clientID);
    });
  }

  #writeProvider(
    operation: string,
    issuer: string,
    clientID: string,
    act: (provider: ReturnType<IamStore['provider']>) => void,
  ): void {
    const arn = this.store.providerArn(issuer);
    this.#write(operation, arn, { openIDConnectProviderArn: arn, clientID }, () => {
      act(this.store.provider(issuer));
      return { result: undefined, response: null };
    });
  }

  #writeRole(operation: string, roleName: string, parameters: object, act: (role: StoredRole) => void): void {
    this.#write(operation, this.#roleArn(roleName), { roleName, ...parameters }, () => {
      act(this.store.role(roleName));
      return { result: undefined, response: null };
    });
  }

  #write<T>(
    eventName: string,
    resource: string,
    requestParameters: Readonly<Record<string, unknown>>,
    act: () => { readonly result: T; readonly response: unknown },
  ): T {
    const told = { principal: this.principal, account: this.store.account, eventName, requestParameters };
    try {
      this.#authorize(eventName, resource);
      const { result, response } = act();
      this.surroundings.cloudTrail({ ...told, responseElements: response });
      return result;
    } catch (error) {
      if (error instanceof AwsError) this.surroundings.cloudTrail({ ...told, responseElements: null, error });
      throw error;
    }
  }

  #authorize(operation: string, resource: string): void {
    this.surroundings.calls.count('iam', operation);
    this.surroundings.authorizer.require(this.principal, `iam:${operation}`, resource);
  }

  /** A role that is not there has no path either. */
  #roleArn(roleName: string): string {
    return this.store.roles.get(roleName)?.arn ?? this.store.roleArn(roleName, '/');
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

/** The role in CloudTrail's words; there the document is URL-encoded. */
const roleElement = (role: StoredRole): object => ({
  path: role.path,
  roleName: role.name,
  roleId: role.roleId,
  arn: role.arn,
  assumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
});
