import type { EntraCloud } from '../../federation/issuer';
import { entraIssuer } from '../../federation/issuer';
import type { AccessTokens } from './access-tokens';
import { entraHosts, v2Issuer } from './clouds';
import { sameName } from './directory';
import { answer } from './http';
import type { HttpResponse } from './http';
import { SignInError } from './token-errors';

/** What the metadata of a tenant is made of. */
export interface DiscoveryOptions {
  readonly cloud: EntraCloud;
  readonly tenantId: string;
  readonly tokens: AccessTokens;
  /** The host that was asked; the cloud's own unless given. */
  readonly host: string | undefined;
  readonly now: Date;
}

/** What can be asked for: the OpenID configuration, and the keys that it names, of either version. */
export type DiscoveryDocument = 'openid-configuration' | 'keys';

/** A path of the sign-in host that is about metadata. */
export interface DiscoveryPath {
  readonly tenant: string;
  readonly document: DiscoveryDocument;
  readonly version: 1 | 2;
}

/** Reads a path; undefined where it is not about metadata. */
export const parseDiscoveryPath = (path: string): DiscoveryPath | undefined => {
  const configuration = /^\/([^/]+)(\/v2\.0)?\/\.well-known\/openid-configuration$/.exec(path);
  const keys = /^\/([^/]+)\/discovery(\/v2\.0)?\/keys$/.exec(path);
  const found = configuration ?? keys;
  if (found === null) return undefined;
  const document = configuration === null ? 'keys' : 'openid-configuration';
  return { tenant: found[1] ?? '', document, version: found[2] === undefined ? 1 : 2 };
};

/** Answers a request for metadata: what a relying party, and Microsoft's own library, must know of a tenant. */
export const discover = async (options: DiscoveryOptions, path: DiscoveryPath): Promise<HttpResponse> => {
  const { cloud, tenantId, tokens, host = entraHosts[cloud].login, now } = options;
  if (!sameName(path.tenant, tenantId)) {
    const refusal = new SignInError(90002, `Tenant '${path.tenant}' not found.`);
    return answer(refusal.status, refusal.body(now));
  }
  if (path.document === 'keys') return answer(200, await (path.version === 2 ? tokens.v2 : tokens.v1).jwks());
  const base = `https://${host}/${tenantId}`;
  const version = path.version === 2 ? '/v2.0' : '';
  return answer(200, {
    issuer: path.version === 2 ? v2Issuer(cloud, tenantId) : entraIssuer(cloud, tenantId),
    authorization_endpoint: `${base}/oauth2${version}/authorize`,
    token_endpoint: `${base}/oauth2${version}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery${version}/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    tenant_region_scope: 'EU',
    cloud_instance_name: entraHosts[cloud].login.replace(/^login\./, ''),
    msgraph_host: entraHosts[cloud].graph,
  });
};
