import { rememberLast } from './remember-last';

/** Microsoft's clouds, with the host that issues v1 tokens in each. Source: Microsoft's national clouds page. */
const entraV1Hosts = {
  public: 'sts.windows.net',
  usgovernment: 'sts.windows.net',
  china: 'sts.chinacloudapi.cn',
} as const;

/** A Microsoft cloud. */
export type EntraCloud = keyof typeof entraV1Hosts;

/**
 * The issuer of a tenant's v1 tokens. The slash at its end belongs to it: IAM keeps it in the provider's ARN and in the
 * condition keys.
 */
export const entraIssuer = (cloud: EntraCloud, tenantId: string): string =>
  `https://${entraV1Hosts[cloud]}/${tenantId}/`;

const tokenExchangeAudiences = {
  public: 'api://AzureADTokenExchange',
  usgovernment: 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
} as const satisfies Record<EntraCloud, string>;

/**
 * The audience that a cloud wants in a token that it exchanges for one of its own. Source: Microsoft's pages on workload
 * identity federation.
 */
export const tokenExchangeAudience = (cloud: EntraCloud): string => tokenExchangeAudiences[cloud];

/** An issuer's URL without its scheme: how IAM names it in ARNs and condition keys. */
export const hostAndPathOf = (issuer: string): string =>
  issuer.startsWith(scheme) ? issuer.slice(scheme.length) : issuer;

const scheme = 'https://';

/**
 * Whether STS knows an issuer, given without its scheme, without an OIDC provider in the account: trust policies name it by
 * itself. Source: the IAM user guide, «OIDC federation».
 */
export const isBuiltInIssuer = (issuer: string): boolean =>
  /^(cognito-identity\b.*|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com)$/.test(issuer);

/** Whether two issuers are the same but for the slash at the end, which hand-written trust policies leave out. */
export const sameIssuer = (one: string, other: string): boolean =>
  one === other || withoutSlash(one) === withoutSlash(other);

const withoutSlash = (issuer: string): string => (issuer.endsWith('/') ? issuer.slice(0, -1) : issuer);

/** Tenant and token version of one of Entra's issuers, without its scheme; undefined of another issuer. */
export const entraTenantOf = rememberLast((issuer): { readonly id: string; readonly version: 1 | 2 } | undefined => {
  const [host = '', id = '', rest = ''] = issuer.split('/');
  if (!isGuid(id)) return undefined;
  if (/^sts\.(windows\.net|chinacloudapi\.cn)$/.test(host)) return { id, version: 1 };
  return host.startsWith('login.') && rest === 'v2.0' ? { id, version: 2 } : undefined;
});

/** Whether a text is a GUID, whatever its case. */
export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
