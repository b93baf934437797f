import type { EntraCloud } from '../../federation/issuer';

/** Where a Microsoft cloud signs in, and where its Graph is. Source: Microsoft's national clouds pages. */
export const microsoftClouds: Readonly<Record<EntraCloud, { readonly authorityHost: string; readonly graph: string }>> =
  {
    public: { authorityHost: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
    usgovernment: { authorityHost: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
    china: { authorityHost: 'https://login.chinacloudapi.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
  };
