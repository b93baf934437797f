import type { IdentityProvider } from '../compiled-policy';

/** One call of Microsoft Graph; `path` begins behind `/v1.0` and is percent-encoded already. */
export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What Graph answered, whatever its status. `body` is the parsed JSON, undefined for an empty one. */
export interface GraphResponse {
  readonly status: number;
  readonly body: unknown;
  /** What a `Retry-After` header asks for, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** Microsoft Graph of one tenant, signed in as the factory. */
export interface Graph {
  /** @throws Failure `SignInRefused` where Entra refuses the factory. */
  request(request: GraphRequest): Promise<GraphResponse>;
}

/** The tenants of the identity providers. */
export interface Directories {
  of(identityProvider: IdentityProvider): Graph;
}
