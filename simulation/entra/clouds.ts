import type { EntraCloud } from '../../federation/issuer';

/** The hosts of Microsoft's clouds. Source: Microsoft's pages on national clouds. */
export const entraHosts = {
  public: { login: 'login.microsoftonline.com', graph: 'graph.microsoft.com' },
  usgovernment: { login: 'login.microsoftonline.us', graph: 'graph.microsoft.us' },
  china: { login: 'login.chinacloudapi.cn', graph: 'microsoftgraph.chinacloudapi.cn' },
} as const satisfies Record<EntraCloud, { readonly login: string; readonly graph: string }>;

/** The issuer of a tenant's v2 tokens. */
export const v2Issuer = (cloud: EntraCloud, tenantId: string): string =>
  `https://${entraHosts[cloud].login}/${tenantId}/v2.0`;

/** The App ID URI of Microsoft Graph. */
export const graphResource = (cloud: EntraCloud): string => `https://${entraHosts[cloud].graph}`;

/** The client id of Microsoft Graph, the same in every tenant. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

/** The audience of a token that is to be exchanged. Other clouds have their own, but accept it only in theirs. */
export const tokenExchangeAudience = 'api://AzureADTokenExchange';
