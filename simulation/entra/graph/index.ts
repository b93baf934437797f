/**
 * Microsoft Graph v1.0, as far as an application with Application.ReadWrite.OwnedBy needs it: applications, service
 * principals, federated credentials and deleted items. Each file holds the routes of one of them; this one finds the
 * route, lets the caller in, and turns refusals into Graph's own answers.
 */
import type { VirtualClock } from '../../clock';
import type { CallCounter } from '../../calls';
import type { Faults } from '../../faults';
import type { LocalIssuer } from '../../issuers';
import type { Directory } from '../directory';
import { answer, headerOf } from '../http';
import type { HttpRequest, HttpResponse } from '../http';
import { Refusal, tooManyRequests } from '../refusal';
import { throttled } from '../throttling';
import { applicationRoutes } from './applications';
import { parseBody } from './body';
import { authenticate } from './caller';
import { credentialRoutes } from './credentials';
import { deletedItemRoutes } from './deleted-items';
import { parseTarget } from './path';
import type { Key, PathPart } from './path';
import type { Route } from './routes';
import { secretRoutes } from './secrets';
import { servicePrincipalRoutes } from './service-principals';
import { everything, lagging } from './view';

/** What Graph works with. */
export interface GraphOptions {
  readonly directory: Directory;
  /** The App ID URI of Graph in this cloud, which is its address too. */
  readonly graphResource: string;
  /** The issuer of the tokens that Graph takes. */
  readonly issuer: LocalIssuer;
  readonly clock: VirtualClock;
  readonly calls: CallCounter;
  /** What goes wrong for a caller, by the object id of its service principal. */
  readonly faultsOf: (caller: string) => Faults | undefined;
}

const routes: readonly Route[] = [
  ...applicationRoutes,
  ...credentialRoutes,
  ...servicePrincipalRoutes,
  ...deletedItemRoutes,
  ...secretRoutes,
];

/** Answers a call of Graph. @param path what stands behind `/v1.0`, with its query. */
export const callGraph = async (options: GraphOptions, request: HttpRequest, path: string): Promise<HttpResponse> => {
  try {
    const { parts, query } = parseTarget(path);
    const { route, keys } = findRoute(request.method.toUpperCase(), parts);
    options.calls.count('graph', `${route.method} ${route.path}`);
    const { directory, issuer, graphResource, clock } = options;
    const header = (name: string): string | undefined => headerOf(request.headers, name);
    const caller = await authenticate(header('Authorization'), issuer, graphResource, clock);
    const faults = options.faultsOf(caller.id);
    const later = throttled(faults, tooManyRequests(caller.id).body);
    if (later !== undefined) return later;
    const host = header('Host');
    const address = host === undefined ? graphResource : `https://${host}`;
    return route.answer({
      directory,
      seen: faults?.strikes('lag') === true ? lagging(directory) : everything(directory),
      caller,
      query,
      keys,
      isEventual: header('ConsistencyLevel')?.toLowerCase() === 'eventual',
      createIfMissing: (header('Prefer') ?? '')
        .split(',')
        .some((preference) => preference.trim().toLowerCase() === 'create-if-missing'),
      body: () => parseBody(request.body),
      nextPage: (skipToken) => `${address}/v1.0${withOption(path, '$skiptoken', skipToken)}`,
    });
  } catch (error) {
    if (error instanceof Refusal) return answer(error.status, error.body);
    throw error;
  }
};

const findRoute = (
  method: string,
  parts: readonly PathPart[],
): { readonly route: Route; readonly keys: readonly Key[] } => {
  const fitting = routes.flatMap((route) => {
    const keys = keysOf(route.path, parts);
    return keys === undefined ? [] : [{ route, keys }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (fitting.length > 0) {
    throw new Refusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }
  const last = parts.findLast((part) => 'word' in part);
  throw new Refusal(400, 'BadRequest', `Resource not found for the segment '${last?.word ?? ''}'.`);
};

/** The keys of a path that fits a route; undefined where it does not. Words are compared without regard to case. */
const keysOf = (route: string, parts: readonly PathPart[]): readonly Key[] | undefined => {
  const words = route.split('/').slice(1);
  if (words.length !== parts.length) return undefined;
  const keys: Key[] = [];
  for (const [index, part] of parts.entries()) {
    const word = words[index] ?? '';
    if (word === '{}') keys.push('key' in part ? part.key : { by: 'id', value: part.word });
    else if ('key' in part || part.word.toLowerCase() !== word.toLowerCase()) return undefined;
  }
  return keys;
};

const withOption = (path: string, name: string, value: string): string => {
  const [bare = '', query = ''] = path.split(/\?(.*)/s);
  const others = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
  return `${bare}?${[...others, `${name}=${value}`].join('&')}`;
};
