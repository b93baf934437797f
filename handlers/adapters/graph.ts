import type { TokenCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  Client,
  GraphError,
  HTTPMessageHandler,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { Failure } from '../../federation/failures';
import type { Directories, Graph, GraphRequest, GraphResponse } from '../../federation/ports';
import { parseJson } from '../json';
import type { SignIn } from './entra-credential';
import { failureOf } from './failures';
import { microsoftClouds } from './microsoft-clouds';

/** A call is given up after so long, in milliseconds, so that the function can still say what happened. */
const patience = 20_000;

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
      const credential = signIn(identityProvider);
      const graph: Graph = {
        request: async (request) => send(clientOf(host, await tokenFrom(credential, host)), request),
      };
      graphs.set(identityProvider.name, graph);
      return graph;
    },
  };
};

/**
 * Signs in before the client is asked, because the client wraps whatever is thrown inside it. The credential keeps its
 * token until shortly before it ends.
 */
const tokenFrom = async (credential: TokenCredential, host: string): Promise<string> => {
  const token = await credential.getToken(`${host}/.default`);
  if (token === null) throw new Failure('SignInRefused', `Microsoft Entra gives the factory no token for ${host}.`);
  return token.token;
};

const clientOf = (host: string, token: string): Client => {
  const authentication = new AuthenticationHandler({ getAccessToken: () => Promise.resolve(token) });
  authentication.setNext(new HTTPMessageHandler());
  return Client.initWithMiddleware({ middleware: authentication, baseUrl: host, defaultVersion: 'v1.0' });
};

const send = async (client: Client, { method, path, headers = {}, body }: GraphRequest): Promise<GraphResponse> => {
  const what = `Microsoft Graph does not answer ${method} ${path}.`;
  try {
    const request = client
      .api(path)
      .headers({ ...headers })
      .option('signal', AbortSignal.timeout(patience))
      .responseType(ResponseType.RAW);
    const answer: unknown = await sendAs(method, request, body);
    if (!(answer instanceof Response)) throw new Failure('Unavailable', what);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : parseJson(text) };
  } catch (error) {
    // Graph's answers are never thrown, whatever their status; so what its client throws is that there was none.
    if (error instanceof GraphError) throw new Failure('Unavailable', what, { cause: error });
    throw failureOf(error, what, unanswered);
  }
};

/** What is thrown where there is no answer at all, or only part of one. */
const unanswered = { AbortError: 'Unavailable', TypeError: 'Unavailable' } as const;

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
