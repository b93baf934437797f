import { badRequest } from './refusal';

/** What an application's App ID URIs are judged by. */
export interface IdentifierUriContext {
  readonly tenantId: string;
  readonly appId: string;
  readonly verifiedDomains: readonly string[];
}

/**
 * Refuses App ID URIs that a tenant's default policy refuses: allowed are `api://<appId>`, `api://<tenantId>/<appId>`,
 * `api://<tenantId>/<string>`, `api://<string>/<appId>`, and https below a verified domain, none with a slash at its end.
 * Source: Microsoft's page on restrictions of identifier URIs.
 * @throws Refusal 400.
 */
export const checkIdentifierUris = (uris: readonly string[], context: IdentifierUriContext): void => {
  const lower = uris.map((uri) => uri.toLowerCase());
  const repeated = uris.find((_, index) => lower.indexOf(lower[index] ?? '') !== index);
  if (repeated !== undefined) throw badRequest(`The identifier URI '${repeated}' is given twice.`);
  for (const uri of uris) {
    if (uri.endsWith('/')) {
      throw badRequest(`Values of identifierUris property must not end with a slash: '${uri}'.`);
    }
    if (!isAllowed(uri, context)) {
      throw badRequest(
        `Values of identifierUris property must use a verified domain of the organization or contain the tenant id or the application id: '${uri}'.`,
      );
    }
  }
};

const isAllowed = (uri: string, { tenantId, appId, verifiedDomains }: IdentifierUriContext): boolean => {
  const match = /^(api|https):\/\/([^/\s?#]+)((?:\/[^/\s?#]+)*)$/i.exec(uri);
  if (match === null) return false;
  const [, scheme = '', host = '', path = ''] = match;
  if (scheme.toLowerCase() === 'https') {
    return verifiedDomains.some(
      (domain) => same(host, domain) || host.toLowerCase().endsWith(`.${domain.toLowerCase()}`),
    );
  }
  if (same(host, appId)) return path === '';
  if (same(host, tenantId)) return path !== '';
  return same(path, `/${appId}`);
};

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
