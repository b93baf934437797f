import { Failure } from '../../federation/failures';
import type { EntraCloud } from '../../federation/issuer';

/** Where a Microsoft cloud signs in, and where its Graph is. */
export interface MicrosoftCloud {
  readonly authorityHost: string;
  readonly graph: string;
}

/** The Microsoft clouds. Source: Microsoft's national clouds pages. */
export const microsoftClouds: Readonly<Record<EntraCloud, MicrosoftCloud>> = {
  public: { authorityHost: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
  usgovernment: { authorityHost: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
  china: { authorityHost: 'https://login.chinacloudapi.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
};

/** Addresses that stand in for those of the clouds, as `https://host:port`; whatever is left out stays as it is. */
export type Endpoints = Partial<MicrosoftCloud>;

/**
 * The addresses that an environment sets: AZURE_AUTHORITY_HOST, as in Microsoft's own tools, and GRAPH_ENDPOINT.
 * @throws Failure `InvalidInput` where one is no address of a host that speaks https: Microsoft's clients speak nothing
 *   else.
 */
export const endpointsIn = (environment: Readonly<Record<string, string | undefined>>): Endpoints => {
  const authorityHost = addressIn(environment, 'AZURE_AUTHORITY_HOST');
  const graph = addressIn(environment, 'GRAPH_ENDPOINT');
  return { ...(authorityHost !== undefined && { authorityHost }), ...(graph !== undefined && { graph }) };
};

const addressIn = (environment: Readonly<Record<string, string | undefined>>, name: string): string | undefined => {
  const value = environment[name];
  if (value === undefined || value === '') return undefined;
  if (/^https:\/\/[^/?#]+(\/[^?#]*)?$/.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
  throw new Failure('InvalidInput', `The variable ${name} is ${value}; it must be an address like https://host:port.`);
};
