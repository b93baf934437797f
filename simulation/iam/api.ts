import { hostAndPathOf } from '../../federation/issuer';
import type { ObservedProvider, ObservedRole, RoleListing } from '../../federation/observed';
import type { Clock } from '../../federation/ports';
import type { RequestContext } from '../../federation/trust/conditions';
import type { CallCounter } from '../calls';
import { AwsError } from '../errors';
import type { Authorizer } from './authorizer';
import type { Principal } from './principal';
import {
  addAudience,
  checkedTrustPolicy,
  type IamStore,
  observedProvider,
  observedRole,
  type StoredRole,
} from './store';

/** A write to IAM, as CloudTrail is told of it. */
export interface IamCall {
  readonly principal: Principal;
  readonly account: string;
  readonly eventName: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: unknown;
  readonly error?: AwsError;
  /** The call's id; one is made where it is left out. */
  readonly requestId?: string;
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
  readonly clock: Clock;
  readonly cloudTrail: (call: IamCall) => void;
  /** Gives each call that writes its id. */
  readonly requestId?: () => string;
  /** Left out for callers for whom nothing ever goes wrong. */
  readonly caller?: IamCaller;
}

/** A caller whose calls may go wrong. */
export interface IamCaller {
  /** What comes before each call. */
  before(operation: string): void;
  /** Whether a read does not show yet what was written last. */
  lags(): boolean;
}

/** IAM shows at most so many roles in one answer. */
const pageSize = 1000;

/** IAM of one account as one principal sees it. Every call can throw an AwsError `AccessDenied`. */
export class IamApi {
  #requestId: string | undefined;

  constructor(
    private readonly store: IamStore,
    private readonly principal: Principal,
    private readonly surroundings: IamSurroundings,
  ) {}

  /** The id of the last call that wrote. */
  get requestId(): string | undefined {
    return this.#requestId;
  }

  /** @throws AwsError `NoSuchEntity`. */
  getRole(roleName: string): ObservedRole {
    this.#authorize('GetRole', this.#roleArn(roleName));
    const earlier = this.#lags() ? this.store.roleReplication.earlier(roleName.toLowerCase(), this.#now()) : undefined;
    if (earlier === undefined) return observedRole(this.store.role(roleName));
    if (earlier.value !== undefined) return earlier.value;
    throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found.`);
  }

  /** ARNs of the managed policies of a role. @throws AwsError `NoSuchEntity`. */
  listAttachedRolePolicies(roleName: string): readonly string[] {
    this.#authorize('ListAttachedRolePolicies', this.#roleArn(roleName));
    return [...this.store.role(roleName).attached];
  }

  /** Every page, one call each. */
  listRoles(): readonly (RoleListing & Required<Pick<ObservedRole, 'maxSessionDurationSeconds'>>)[] {
    return this.#everyRole('ListRoles').map(({ name, trustPolicy, maxSessionDurationSeconds = 3600 }) => ({
      name,
      trustPolicy,
      maxSessionDurationSeconds,
    }));
  }

  /** The roles in the answer to GetAccountAuthorizationDetails, which does not tell how long sessions may last. */
  getAccountAuthorizationDetails(): readonly Omit<ObservedRole, 'maxSessionDurationSeconds'>[] {
    return this.#everyRole('GetAccountAuthorizationDetails').map(({ maxSessionDurationSeconds: _, ...role }) => ({
      ...role,
      managedPolicies: [...(this.store.roles.get(role.name)?.attached ?? [])],
    }));
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
      this.store.aboutToChangeRole(request.roleName, this.#now());
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

  /** Policies that are still attached are detached first, as the console does it. @throws AwsError `NoSuchEntity`. */
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
    const asked = Object.entries(tags).map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, [value]] as const);
    const tag = (role: StoredRole): void => {
      for (const [key, value] of Object.entries(tags)) role.tags.set(key, value);
    };
    this.#writeRole('TagRole', roleName, parameters, tag, {
      'aws:tagkeys': Object.keys(tags),
      ...Object.fromEntries(asked),
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  untagRole(roleName: string, tagKeys: readonly string[]): void {
    const untag = (role: StoredRole): void => {
      for (const key of tagKeys) role.tags.delete(key);
    };
    this.#writeRole('UntagRole', roleName, { tagKeys }, untag, { 'aws:tagkeys': tagKeys });
  }

  /** Attaches a managed policy of the account, by its name; idempotent. @throws AwsError `NoSuchEntity`. */
  attachRolePolicy(roleName: string, policyName: string): void {
    const policyArn = this.store.policyArn(policyName);
    const attach = (role: StoredRole): void => {
      if (!this.store.managedPolicies.has(policyArn))
        throw new AwsError('NoSuchEntity', `Policy ${policyArn} does not exist or is not attachable.`);
      role.attached.add(policyArn);
    };
    this.#writeRole('AttachRolePolicy', roleName, { policyArn }, attach, { 'iam:policyarn': [policyArn] });
  }

  /** @throws AwsError `NoSuchEntity`, also where the policy is not attached. */
  detachRolePolicy(roleName: string, policyName: string): void {
    const policyArn = this.store.policyArn(policyName);
    const detach = (role: StoredRole): void => {
      if (!role.attached.delete(policyArn)) throw new AwsError('NoSuchEntity', `Policy ${policyArn} was not found.`);
    };
    this.#writeRole('DetachRolePolicy', roleName, { policyArn }, detach, { 'iam:policyarn': [policyArn] });
  }

  /** @throws AwsError `NoSuchEntity`. */
  putRolePolicy(roleName: string, policyName: string, policyDocument: string): void {
    this.#writeRole('PutRolePolicy', roleName, { policyName, policyDocument }, (role) => {
      role.policies.set(policyName, JSON.parse(policyDocument));
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

  /** ARNs of every provider. */
  listOpenIdConnectProviders(): readonly string[] {
    this.#authorize('ListOpenIDConnectProviders', '*');
    const providers = new Map([...this.store.providers].map(([key, { arn }]) => [key, arn]));
    if (this.#lags()) {
      for (const [key, provider] of this.store.providerReplication.recent(this.#now())) {
        if (provider === undefined) providers.delete(key);
        else providers.set(key, provider.arn);
      }
    }
    return [...providers.values()].sort();
  }

  /** @throws AwsError `NoSuchEntity`. */
  getOpenIdConnectProvider(issuer: string): ObservedProvider {
    this.#authorize('GetOpenIDConnectProvider', this.store.providerArn(issuer));
    const earlier = this.#lags()
      ? this.store.providerReplication.earlier(hostAndPathOf(issuer), this.#now())
      : undefined;
    if (earlier === undefined) return observedProvider(this.store.provider(issuer));
    if (earlier.value !== undefined) return earlier.value;
    throw new AwsError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${this.store.providerArn(issuer)}`);
  }

  /** @throws AwsError `EntityAlreadyExists`, `LimitExceeded`. */
  createOpenIdConnectProvider(issuer: string, audiences: readonly string[], thumbprints: readonly string[]): void {
    const arn = this.store.providerArn(issuer);
    const parameters = { url: issuer, clientIDList: audiences, thumbprintList: thumbprints };
    this.#write('CreateOpenIDConnectProvider', arn, parameters, () => {
      this.store.aboutToChangeProvider(issuer, this.#now());
      this.store.addProvider(issuer, audiences, thumbprints);
      return { result: undefined, response: { openIDConnectProviderArn: arn } };
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  deleteOpenIdConnectProvider(issuer: string): void {
    const arn = this.store.providerArn(issuer);
    this.#write('DeleteOpenIDConnectProvider', arn, { openIDConnectProviderArn: arn }, () => {
      this.store.provider(issuer);
      this.store.aboutToChangeProvider(issuer, this.#now());
      this.store.providers.delete(arn.slice(arn.indexOf('/') + 1));
      return { result: undefined, response: null };
    });
  }

  /** Idempotent. @throws AwsError `NoSuchEntity`, `LimitExceeded`. */
  addClientId(issuer: string, clientID: string): void {
    this.#writeProvider('AddClientIDToOpenIDConnectProvider', issuer, { clientID }, (provider) => {
      addAudience(provider, clientID);
    });
  }

  /** Idempotent. @throws AwsError `NoSuchEntity`. */
  removeClientId(issuer: string, clientID: string): void {
    this.#writeProvider('RemoveClientIDFromOpenIDConnectProvider', issuer, { clientID }, ({ audiences }) => {
      audiences.delete(clientID);
    });
  }

  /** @throws AwsError `NoSuchEntity`. */
  updateThumbprints(issuer: string, thumbprintList: readonly string[]): void {
    this.#writeProvider('UpdateOpenIDConnectProviderThumbprint', issuer, { thumbprintList }, ({ thumbprints }) => {
      thumbprints.clear();
      for (const thumbprint of thumbprintList) thumbprints.add(thumbprint);
    });
  }

  #writeProvider(
    operation: string,
    issuer: string,
    parameters: object,
    act: (provider: ReturnType<IamStore['provider']>) => void,
  ): void {
    const arn = this.store.providerArn(issuer);
    this.#write(operation, arn, { openIDConnectProviderArn: arn, ...parameters }, () => {
      const provider = this.store.provider(issuer);
      this.store.aboutToChangeProvider(issuer, this.#now());
      act(provider);
      return { result: undefined, response: null };
    });
  }

  #writeRole(
    operation: string,
    roleName: string,
    parameters: object,
    act: (role: StoredRole) => void,
    context: RequestContext = {},
  ): void {
    const write = (): { readonly result: undefined; readonly response: null } => {
      const role = this.store.role(roleName);
      this.store.aboutToChangeRole(roleName, this.#now());
      act(role);
      return { result: undefined, response: null };
    };
    this.#write(operation, this.#roleArn(roleName), { roleName, ...parameters }, write, context);
  }

  #write<T>(
    eventName: string,
    resource: string,
    requestParameters: Readonly<Record<string, unknown>>,
    act: () => { readonly result: T; readonly response: unknown },
    context: RequestContext = {},
  ): T {
    const requestId = this.surroundings.requestId?.();
    this.#requestId = requestId;
    const told = {
      principal: this.principal,
      account: this.store.account,
      eventName,
      requestParameters,
      ...(requestId !== undefined && { requestId }),
    };
    try {
      this.#authorize(eventName, resource, context);
      const { result, response } = act();
      this.surroundings.cloudTrail({ ...told, responseElements: response });
      return result;
    } catch (error) {
      if (error instanceof AwsError) this.surroundings.cloudTrail({ ...told, responseElements: null, error });
      throw error;
    }
  }

  #authorize(operation: string, resource: string, context: RequestContext = {}): void {
    const { caller, calls, authorizer } = this.surroundings;
    caller?.before(operation);
    calls.count('iam', operation);
    authorizer.require(this.principal, `iam:${operation}`, resource, context);
  }

  #everyRole(operation: string): readonly ObservedRole[] {
    this.#authorize(operation, '*');
    const roles = new Map([...this.store.roles.values()].map((role) => [role.name.toLowerCase(), observedRole(role)]));
    if (this.#lags()) {
      for (const [key, role] of this.store.roleReplication.recent(this.#now())) {
        if (role === undefined) roles.delete(key);
        else roles.set(key, role);
      }
    }
    for (let shown = pageSize; shown < roles.size; shown += pageSize) this.#authorize(operation, '*');
    return [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #lags(): boolean {
    return this.surroundings.caller?.lags() === true;
  }

  #now(): Date {
    return this.surroundings.clock.now();
  }

  /** A role that is not there has no path either. */
  #roleArn(roleName: string): string {
    return this.store.roles.get(roleName)?.arn ?? this.store.roleArn(roleName, '/');
  }
}

/** The role in CloudTrail's words; there the document is URL-encoded. */
const roleElement = (role: StoredRole): object => ({
  path: role.path,
  roleName: role.name,
  roleId: role.roleId,
  arn: role.arn,
  assumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
});
