import type { TokenCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  Client,
  GraphError,
  HTTPMessageHandler,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { Failure } from '../../federation/failures';
import type { Clock, Directories, Graph, GraphRequest, GraphResponse } from '../../federation/ports';
import { parseJson } from '../json';
import { systemClock } from './clock';
import type { SignIn } from './entra-credential';
import { failureOf } from './failures';
import { type Endpoints, microsoftClouds } from './microsoft-clouds';
import { retryAfterSeconds } from './retry-after';

/** A call is given up after so long, in milliseconds, so that the function can still say what happened. */
const patience = 20_000;

/** What is set otherwise than it is for the functions in the cloud. */
export interface DirectoriesOptions {
  readonly endpoints?: Endpoints;
  readonly clock?: Clock;
}

/**
 * Microsoft Graph by Microsoft's own client. Its retry handler is left out: it would wait longer than a function runs;
 * whoever calls is told how long to wait instead. Tokens are for the cloud's Graph, wherever its endpoint is.
 */
export const createDirectories = (
  signIn: SignIn,
  { endpoints = {}, clock = systemClock }: DirectoriesOptions = {},
): Directories => {
  const graphs = new Map<string, Graph>();
  return {
    of: (identityProvider) => {
      const known = graphs.get(identityProvider.name);
      if (known !== undefined) return known;
      const { graph: host } = microsoftClouds[identityProvider.cloud];
      const credential = signIn(identityProvider);
      const graph: Graph = {
        request: async (request) =>
          send(clientOf(host, endpoints.graph, await tokenFrom(credential, host)), request, clock),
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

/** Microsoft's client sends the token to Microsoft's own hosts, and to others only where it is told their names. */
const clientOf = (host: string, endpoint: string | undefined, token: string): Client => {
  const authentication = new AuthenticationHandler({ getAccessToken: () => Promise.resolve(token) });
  authentication.setNext(new HTTPMessageHandler());
  return Client.initWithMiddleware({
    middleware: authentication,
    baseUrl: endpoint ?? host,
    defaultVersion: 'v1.0',
    ...(endpoint !== undefined && { customHosts: new Set([new URL(endpoint).hostname]) }),
  });
};

const send = async (
  client: Client,
  { method, path, headers = {}, body }: GraphRequest,
  clock: Clock,
): Promise<GraphResponse> => {
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
    const seconds = retryAfterSeconds(answer.headers.get('retry-after'), clock.now());
    return {
      status: answer.status,
      body: text === '' ? undefined : parseJson(text),
      ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    };
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
