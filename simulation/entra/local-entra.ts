import type { EntraCloud } from '../../federation/issuer';
import type { Graph } from '../../federation/ports';
import type { CallCounter } from '../calls';
import type { VirtualClock } from '../clock';
import type { Faults } from '../faults';
import type { IssuerRegistry } from '../issuers';
import { AccessTokens } from './access-tokens';
import { setUp } from './administration';
import type { Registration, SetUp } from './administration';
import { graphResource } from './clouds';
import { Directory, sameName } from './directory';
import { discover, parseDiscoveryPath } from './discovery';
import { callGraph } from './graph';
import { ownedBy } from './graph/caller';
import { createGraphClient } from './graph-client';
import type { NewGuid } from './guids';
import { answer, headerOf } from './http';
import type { HttpRequest, HttpResponse } from './http';
import type { Application, ServicePrincipal } from './objects';
import type { SignIn } from './sign-in';
import { issueToken } from './token-endpoint';

export interface LocalEntraOptions {
  readonly tenantId: string;
  readonly cloud: EntraCloud;
  readonly clock: VirtualClock;
  /** Where outside issuers are found, and where the tenant's own are entered. */
  readonly issuers: IssuerRegistry;
  /** Counts under `graph` (method and route), `token` (grant) and `metadata` (document). */
  readonly calls: CallCounter;
  readonly ids: NewGuid;
  /** Domains of the organization, for App ID URIs; none unless given. */
  readonly verifiedDomains?: readonly string[];
  /** What goes wrong for the factory, and for nobody else. */
  readonly faults?: Faults;
}

/** What is in the tenant, in the order in which it was made. */
export interface DirectorySnapshot {
  readonly applications: readonly Application[];
  /** Still restorable. */
  readonly deletedApplications: readonly Application[];
  readonly servicePrincipals: readonly ServicePrincipal[];
  readonly deletedServicePrincipals: readonly ServicePrincipal[];
}

/** A local tenant: the hosts of sign-in and of Graph behind one door. */
export class LocalEntra {
  readonly tenantId: string;
  /** For what happens beside the factory: administrators, squatters, other owners. */
  readonly directory: Directory;
  readonly #options: LocalEntraOptions;
  readonly #tokens: AccessTokens;
  readonly #graphResource: string;
  #factory: Registration | undefined;

  constructor(options: LocalEntraOptions) {
    const { tenantId, cloud, clock, issuers, ids } = options;
    this.#options = options;
    this.tenantId = tenantId;
    this.#graphResource = graphResource(cloud);
    this.#tokens = new AccessTokens(cloud, tenantId, clock, issuers);
    this.directory = new Directory({
      tenantId,
      verifiedDomains: options.verifiedDomains ?? [],
      now: () => clock.now(),
      newGuid: ids,
    });
  }

  /**
   * Answers a request to either host. Paths: `/v1.0/…` of Graph; `/{tenant}/oauth2/v2.0/token` and the tenant's metadata
   * of sign-in.
   */
  async handle(request: HttpRequest): Promise<HttpResponse> {
    const { cloud, clock, calls, issuers, faults } = this.#options;
    const { directory, tenantId } = this;
    const shared = { directory, clock, graphResource: this.#graphResource };
    const graphPath = /^\/v1\.0(\/.*)$/s.exec(request.path)?.[1];
    if (graphPath !== undefined) {
      const faultsOf = (id: string): Faults | undefined =>
        id === this.#factory?.servicePrincipalId ? faults : undefined;
      return callGraph({ ...shared, issuer: this.#tokens.v1, calls, faultsOf }, request, graphPath);
    }
    const path = request.path.replace(/\?.*$/s, '');
    const discovery = parseDiscoveryPath(path);
    if (discovery !== undefined) {
      calls.count('metadata', discovery.document);
      const host = headerOf(request.headers, 'Host');
      return discover({ cloud, tenantId, tokens: this.#tokens, host, now: clock.now() }, discovery);
    }
    const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path)?.[1];
    if (tenant === undefined) return answer(404);
    if (request.method.toUpperCase() !== 'POST') return answer(405);
    calls.count('token', 'client_credentials');
    const faultsOf = (clientId: string): Faults | undefined =>
      sameName(clientId, this.#factory?.clientId ?? '') ? faults : undefined;
    return issueToken({ ...shared, tenantId, tokens: this.#tokens, issuers, faultsOf }, tenant, request.body ?? '');
  }

  /** Sets up the factory's own application, with consent to manage what it owns. */
  registerFactory(factory: Required<Pick<SetUp, 'clientId' | 'federatedCredential'>>): Registration {
    this.#factory = setUp(this.directory, { ...factory, displayName: 'oidc-factory', graphRoles: [ownedBy] });
    return this.#factory;
  }

  /** Sets up another application of the tenant, owned by nobody of interest, that can sign in. */
  registerStranger(federatedCredential: SetUp['federatedCredential'], displayName = 'stranger'): Registration {
    return setUp(this.directory, { displayName, federatedCredential, graphRoles: [] });
  }

  /**
   * The port `Graph`, signed in as an application through the token endpoint.
   * @param getAssertion the outside token that stands for it; asked for whenever a new access token is needed.
   */
  graphFor(getAssertion: () => Promise<string>, clientId: string): Graph {
    return createGraphClient({
      clientId,
      getAssertion,
      signIn: (request) => this.signIn(request),
      send: (request) => this.handle(request),
      graphResource: this.#graphResource,
      clock: this.#options.clock,
    });
  }

  /** Signs an application in: the request that its SDK would send. */
  signIn({ clientId, assertion, scope }: SignIn): Promise<HttpResponse> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    return this.handle({
      method: 'POST',
      path: `/${this.tenantId}/oauth2/v2.0/token`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
  }

  snapshot(): DirectorySnapshot {
    return {
      applications: this.directory.applications.live(),
      deletedApplications: this.directory.applications.deleted(),
      servicePrincipals: this.directory.servicePrincipals.live(),
      deletedServicePrincipals: this.directory.servicePrincipals.deleted(),
    };
  }
}
