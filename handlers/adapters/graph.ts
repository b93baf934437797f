import { AuthenticationError } from '@azure/identity';
import { AuthenticationHandler, Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials';
import { Failure } from '../../federation/failures';
import type { Directories, Graph, GraphRequest, GraphResponse } from '../../federation/ports';
import { parseJson } from '../json';
import type { SignIn } from './entra-credential';
import { failureOf } from './failures';
import { microsoftClouds } from './microsoft-clouds';

/**
 * Microsoft Graph by Microsoft's own client. Its retry handler is left out: it would wait longer than a function runs;
 * the workflow waits instead.
 */
export const createDirectories = (signIn: SignIn): Directories => {
  const graphs = new Map<string, Graph>();
  return {
    of: (identityProvider) => {
      const known = graphs.get(identityProvider.name);
      if (known !== undefined) return known;
      const { graph: host } = microsoftClouds[identityProvider.cloud];
      const authProvider = new TokenCredentialAuthenticationProvider(signIn(identityProvider), {
        scopes: [`${host}/.default`],
      });
      const authentication = new AuthenticationHandler(authProvider);
      authentication.setNext(new HTTPMessageHandler());
      const client = Client.initWithMiddleware({ middleware: authentication, baseUrl: host, defaultVersion: 'v1.0' });
      const graph: Graph = { request: (request) => send(client, request) };
      graphs.set(identityProvider.name, graph);
      return graph;
    },
  };
};

const send = async (client: Client, { method, path, headers = {}, body }: GraphRequest): Promise<GraphResponse> => {
  const what = `Microsoft Graph cannot be asked for ${method} ${path}.`;
  try {
    const request = client
      .api(path)
      .headers({ ...headers })
      .responseType(ResponseType.RAW);
    const answer: unknown = await sendAs(method, request, body);
    if (!(answer instanceof Response)) throw new Failure('Unavailable', what);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : parseJson(text) };
  } catch (error) {
    if (error instanceof AuthenticationError) throw new Failure('SignInRefused', what, { cause: error });
    throw failureOf(error, what, networkErrors);
  }
};

/** What `fetch` throws where there is no answer at all. */
const networkErrors = { TypeError: 'Unavailable', AbortError: 'Unavailable' } as const;

const sendAs = (
  method: GraphRequest['method'],
  request: ReturnType<Client['api']>,
  body: unknown,
): Promise<unknown> => {
  switch (method) {
    case 'GET':
      return request.get();
    case 'POST':
      return request.post(body);
    case 'PATCH':
      return request.patch(body);
    case 'DELETE':
      return request.delete();
  }
};
