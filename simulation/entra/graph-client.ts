import { Failure } from '../../federation/failures';
import type { Graph } from '../../federation/ports';
import type { VirtualClock } from '../clock';
import { accessTokenSeconds } from './access-tokens';
import { headerOf } from './http';
import type { HttpRequest, HttpResponse } from './http';
import type { SignIn } from './sign-in';

/** How long before its end a token is no longer used, in seconds. */
const renewBefore = 300;

/** What the client works with. */
export interface GraphClientOptions {
  readonly clientId: string;
  readonly getAssertion: () => Promise<string>;
  readonly signIn: (request: SignIn) => Promise<HttpResponse>;
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  readonly graphResource: string;
  readonly clock: VirtualClock;
}

/** The port `Graph`, signed in with a federated credential; a token is used until shortly before its end. */
export const createGraphClient = (options: GraphClientOptions): Graph => {
  let token: { readonly value: Promise<string>; readonly until: number } | undefined;

  const currentToken = async (): Promise<string> => {
    const now = options.clock.epochSeconds();
    if (token === undefined || token.until <= now) {
      token = { value: signInWith(options), until: now + accessTokenSeconds - renewBefore };
    }
    const { value } = token;
    try {
      return await value;
    } catch (error) {
      if (token.value === value) token = undefined;
      throw error;
    }
  };

  return {
    request: async ({ method, path, headers, body }) => {
      const answer = await options.send({
        method,
        path: `/v1.0${path}`,
        headers: { ...headers, Authorization: `Bearer ${await currentToken()}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const wait = headerOf(answer.headers, 'Retry-After');
      return {
        status: answer.status,
        body: answer.body,
        ...(wait === undefined ? {} : { retryAfterSeconds: Number(wait) }),
      };
    },
  };
};

const signInWith = async ({ clientId, getAssertion, signIn, graphResource }: GraphClientOptions): Promise<string> => {
  const { status, body } = await signIn({
    clientId,
    assertion: await getAssertion(),
    scope: `${graphResource}/.default`,
  });
  if (status === 429) throw new Failure('Throttled', 'Microsoft Entra gives the factory no token.');
  const read = (name: string): string => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const token = read('access_token');
  if (token === '')
    throw new Failure('SignInRefused', `Microsoft Entra refuses the factory: ${read('error_description')}`);
  return token;
};
