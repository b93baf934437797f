import type { EntraCloud } from '../../federation/issuer';
import { entraIssuer } from '../../federation/issuer';
import type { VirtualClock } from '../clock';
import type { IssuerRegistry } from '../issuers';
import { LocalIssuer } from '../issuers';
import { v2Issuer } from './clouds';
import type { AccessTokenVersion, ServicePrincipal } from './objects';

/** How long an access token is valid, in seconds. Entra picks 60 to 90 minutes; always the shortest here. */
export const accessTokenSeconds = 3599;

/** What a token is asked for. */
export interface TokenRequest {
  /** Whoever signs in. */
  readonly caller: ServicePrincipal;
  readonly resource: {
    readonly appId: string;
    readonly version: AccessTokenVersion;
    /** As it stood in the scope: the client id or an App ID URI. */
    readonly requested: string;
  };
  /** Application permissions of the resource that the caller has. */
  readonly roles: readonly string[];
}

/** Signs a tenant's access tokens, v1 and v2, each under its own issuer. */
export class AccessTokens {
  readonly #v1: LocalIssuer;
  readonly #v2: LocalIssuer;
  readonly #tenantId: string;

  constructor(cloud: EntraCloud, tenantId: string, clock: VirtualClock, issuers: IssuerRegistry) {
    this.#tenantId = tenantId;
    this.#v1 = new LocalIssuer(entraIssuer(cloud, tenantId), clock);
    this.#v2 = new LocalIssuer(v2Issuer(cloud, tenantId), clock);
    issuers.register(this.#v1.issuer, this.#v1);
    issuers.register(this.#v2.issuer, this.#v2);
  }

  /** The issuer of v1 tokens, those for Microsoft Graph among them. */
  get v1(): LocalIssuer {
    return this.#v1;
  }

  /** The issuer of v2 tokens. */
  get v2(): LocalIssuer {
    return this.#v2;
  }

  /**
   * An application's token. The resource's version decides the issuer and whether `aud` is what was requested (v1) or
   * always the client id (v2); `sub` is the caller's service principal in both. Source: the access token reference.
   */
  sign({ caller, resource, roles }: TokenRequest): Promise<string> {
    const shared = {
      oid: caller.id,
      sub: caller.id,
      tid: this.#tenantId,
      ...(roles.length === 0 ? {} : { roles: [...roles] }),
    };
    if (resource.version === 2) {
      const claims = { ...shared, aud: resource.appId, azp: caller.appId, azpacr: '2', ver: '2.0' };
      return this.#v2.sign(claims, accessTokenSeconds);
    }
    const claims = {
      ...shared,
      aud: resource.requested,
      appid: caller.appId,
      appidacr: '2',
      idp: this.#v1.issuer,
      ver: '1.0',
    };
    return this.#v1.sign(claims, accessTokenSeconds);
  }
}
