import type { AccessToken, ClientAssertionCredentialOptions, TokenCredential } from '@azure/identity';
import { Failure } from '../../federation/failures';

/** What a credential is given, so that it can be watched. */
export interface Watch {
  /** Options of the credential: what is seen of each answer, and no retries, because the workflow waits instead. */
  readonly options: Pick<ClientAssertionCredentialOptions, 'additionalPolicies' | 'retryOptions'>;
  /** Runs what the credential asks for on the way; what it throws is thrown on as it is. */
  readonly passing: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What was seen last: the status of an answer, or what a callback threw; neither where there was no answer. */
interface Seen {
  readonly status?: number;
  readonly thrown?: Error;
}

/**
 * Makes a credential that says why it gives no token. Microsoft's library throws the same error for a refusal, for a
 * host that is down and for whatever a callback threw; what tells them apart is the last answer's status.
 */
export const watched = (what: string, make: (watch: Watch) => TokenCredential): TokenCredential => {
  let seen: Seen = {};
  const credential = make({
    options: {
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [
        {
          position: 'perCall',
          policy: {
            name: 'sign-in-watch',
            sendRequest: async (request, next) => {
              seen = {};
              const response = await next(request);
              seen = { status: response.status };
              return response;
            },
          },
        },
      ],
    },
    passing: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Error) seen = { thrown: error };
        throw error;
      }
    },
  });
  return {
    getToken: async (scopes, options): Promise<AccessToken | null> => {
      seen = {};
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        throw seen.thrown ?? new Failure(codeOf(seen.status), what, { cause: error });
      }
    },
  };
};

const codeOf = (status: number | undefined): 'SignInRefused' | 'Throttled' | 'Unavailable' => {
  if (status === 429) return 'Throttled';
  return status !== undefined && status >= 400 && status < 500 ? 'SignInRefused' : 'Unavailable';
};
