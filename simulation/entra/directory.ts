import { checkFederatedCredentials } from './federated-credentials';
import type { NewGuid } from './guids';
import { checkIdentifierUris } from './identifier-uris';
import type { Application, FederatedIdentityCredential, ServicePrincipal } from './objects';
import { Refusal, alreadyTaken, badRequest } from './refusal';
import { Store } from './store';

/** What a caller may set of an application. */
export type ApplicationFields = Partial<
  Pick<
    Application,
    | 'uniqueName'
    | 'displayName'
    | 'signInAudience'
    | 'requestedAccessTokenVersion'
    | 'identifierUris'
    | 'tags'
    | 'notes'
    | 'keyCredentials'
  >
>;

/** What a caller may set of a service principal. */
export type ServicePrincipalFields = Partial<
  Pick<
    ServicePrincipal,
    'displayName' | 'accountEnabled' | 'appRoleAssignmentRequired' | 'tags' | 'notes' | 'keyCredentials'
  >
>;

/** What a caller may set of a federated credential. */
export type CredentialFields = Omit<FederatedIdentityCredential, 'id'>;

/** Whether two names are the same to the directory, which compares without regard to case. */
export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** What a service principal is refused with whose application cannot be found. */
export const noApplication = (appId: string): Refusal =>
  badRequest(`The appId '${appId}' of the service principal does not reference a valid application object.`);

/**
 * The objects of a tenant, and the rules that hold whoever asks: what must be unique, what an object must have, what
 * goes with what. Who may do something is decided elsewhere.
 */
export class Directory {
  readonly applications: Store<Application>;
  readonly servicePrincipals: Store<ServicePrincipal>;

  constructor(
    private readonly options: {
      readonly tenantId: string;
      readonly verifiedDomains: readonly string[];
      readonly now: () => Date;
      readonly newGuid: NewGuid;
    },
  ) {
    this.applications = new Store(options.now);
    this.servicePrincipals = new Store(options.now);
  }

  /**
   * Registers an application. What is not given is as Graph has it: for everybody, with v2 tokens.
   * @param owner object id of whoever registers it; undefined for nobody.
   * @throws Refusal 400, for want of a name, or where a value is taken or not allowed.
   */
  createApplication(fields: ApplicationFields, owner: string | undefined, appId = this.options.newGuid()): Application {
    const { displayName } = fields;
    if (displayName === undefined) throw badRequest("Property 'displayName' is required.");
    const application: Application = {
      uniqueName: null,
      signInAudience: 'AzureADandPersonalMicrosoftAccount',
      requestedAccessTokenVersion: fields.signInAudience === undefined ? 2 : null,
      identifierUris: [],
      tags: [],
      notes: null,
      keyCredentials: [],
      ...fields,
      displayName,
      id: this.options.newGuid(),
      appId,
      owners: owner === undefined ? [] : [owner],
      passwordCredentials: [],
      federatedIdentityCredentials: [],
      createdDateTime: this.options.now().toISOString(),
      deletedDateTime: null,
    };
    this.#check(application);
    return this.applications.put(application);
  }

  /** @throws Refusal 400, where a value is taken or not allowed, or would change the unique name. */
  updateApplication(application: Application, fields: ApplicationFields): Application {
    const current = this.applications.current(application);
    const changed = { ...current, ...fields };
    if (current.uniqueName !== null && changed.uniqueName !== current.uniqueName) {
      throw badRequest("Property 'uniqueName' is immutable and cannot be changed.");
    }
    this.#check(changed);
    return this.applications.put(changed);
  }

  /** Deletes an application, restorable for 30 days, and its service principal with it. */
  deleteApplication(application: Application): void {
    for (const principal of this.servicePrincipals.live()) {
      if (principal.appId === application.appId) this.servicePrincipals.delete(principal);
    }
    this.applications.delete(application);
  }

  /** Brings a deleted application back with its credentials and owners; its service principal stays deleted. */
  restoreApplication(application: Application): Application {
    return this.applications.restore(application);
  }

  /** @throws Refusal 400, where there is no application to stand for, 409 where it has a service principal already. */
  createServicePrincipal(appId: string, fields: ServicePrincipalFields, owner: string | undefined): ServicePrincipal {
    const application = this.#backing(appId);
    return this.servicePrincipals.put({
      displayName: application.displayName,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      tags: [],
      notes: null,
      keyCredentials: [],
      ...fields,
      id: this.options.newGuid(),
      appId: application.appId,
      owners: owner === undefined ? [] : [owner],
      graphRoles: [],
      passwordCredentials: [],
      createdDateTime: this.options.now().toISOString(),
      deletedDateTime: null,
    });
  }

  /** Brings a deleted service principal back, with the object id that it had. */
  restoreServicePrincipal(principal: ServicePrincipal): ServicePrincipal {
    this.#backing(principal.appId);
    return this.servicePrincipals.restore(principal);
  }

  /** @throws Refusal 400 or 409, where the application cannot have the credential. */
  addCredential(application: Application, fields: CredentialFields): FederatedIdentityCredential {
    const credential = { ...fields, id: this.options.newGuid() };
    this.#changeCredentials(application, (credentials) => [...credentials, credential]);
    return credential;
  }

  /** @throws Refusal 400 or 409, where the application cannot have the credential. */
  updateCredential(application: Application, id: string, fields: Partial<CredentialFields>): void {
    const change = (credential: FederatedIdentityCredential): FederatedIdentityCredential => {
      if (fields.name !== undefined && fields.name !== credential.name) {
        throw badRequest('Name is immutable and cannot be changed after creation.');
      }
      return { ...credential, ...fields };
    };
    this.#changeCredentials(application, (credentials) =>
      credentials.map((credential) => (credential.id === id ? change(credential) : credential)),
    );
  }

  removeCredential(application: Application, id: string): void {
    this.#changeCredentials(application, (credentials) => credentials.filter((credential) => credential.id !== id));
  }

  #changeCredentials(
    application: Application,
    change: (credentials: readonly FederatedIdentityCredential[]) => readonly FederatedIdentityCredential[],
  ): void {
    const current = this.applications.current(application);
    const federatedIdentityCredentials = change(current.federatedIdentityCredentials);
    checkFederatedCredentials(federatedIdentityCredentials);
    this.applications.put({ ...current, federatedIdentityCredentials });
  }

  #backing(appId: string): Application {
    const application = this.applications.live().find((one) => sameName(one.appId, appId));
    if (application === undefined) throw noApplication(appId);
    if (this.servicePrincipals.live().some((principal) => principal.appId === application.appId)) {
      throw new Refusal(
        409,
        'Request_MultipleObjectsWithSameKeyValue',
        `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      );
    }
    return application;
  }

  #check(application: Application): void {
    const others = this.applications.all().filter(({ id }) => id !== application.id);
    const { uniqueName } = application;
    if (uniqueName !== null && others.some((other) => sameName(other.uniqueName ?? '', uniqueName))) {
      throw alreadyTaken('uniqueName');
    }
    if (others.some((other) => other.identifierUris.some((uri) => application.identifierUris.some(sameAs(uri))))) {
      throw alreadyTaken('identifierUris');
    }
    checkIdentifierUris(application.identifierUris, { ...this.options, appId: application.appId });
    const personal = application.signInAudience.endsWith('PersonalMicrosoftAccount');
    if (personal && application.requestedAccessTokenVersion !== 2) {
      throw badRequest(
        "Property 'api.requestedAccessTokenVersion' must be 2 where signInAudience admits personal accounts.",
      );
    }
  }
}

const sameAs =
  (one: string) =>
  (other: string): boolean =>
    sameName(one, other);
