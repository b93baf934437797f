/** An error of the token endpoint: its number, the OAuth error that goes with it, and the HTTP status. */
interface SignInErrorFacts {
  readonly error: string;
  readonly status: 400 | 401;
}

/** The errors that the local token endpoint knows. Source: Microsoft's page on AADSTS error codes, and public logs. */
const signInErrors = {
  50027: { error: 'invalid_request', status: 400 },
  70003: { error: 'unsupported_grant_type', status: 400 },
  70021: { error: 'invalid_request', status: 400 },
  90002: { error: 'invalid_request', status: 400 },
  90061: { error: 'invalid_request', status: 400 },
  500011: { error: 'invalid_resource', status: 400 },
  500014: { error: 'invalid_resource', status: 400 },
  501051: { error: 'invalid_grant', status: 400 },
  700016: { error: 'unauthorized_client', status: 400 },
  700024: { error: 'invalid_client', status: 401 },
  700027: { error: 'invalid_client', status: 401 },
  700211: { error: 'invalid_client', status: 401 },
  700212: { error: 'invalid_client', status: 401 },
  700213: { error: 'invalid_client', status: 401 },
  900144: { error: 'invalid_request', status: 400 },
  1002012: { error: 'invalid_scope', status: 400 },
  7000112: { error: 'unauthorized_client', status: 401 },
  7000215: { error: 'invalid_client', status: 401 },
  7000216: { error: 'invalid_client', status: 401 },
  7000229: { error: 'invalid_client', status: 401 },
} as const satisfies Record<number, SignInErrorFacts>;

/** The number of an error of the token endpoint, as in AADSTS700016. */
export type SignInErrorCode = keyof typeof signInErrors;

/** What the token endpoint answers instead of a token. */
export class SignInError extends Error {
  override readonly name = 'SignInError';

  constructor(
    readonly code: SignInErrorCode,
    message: string,
  ) {
    super(`AADSTS${code}: ${message}`);
  }

  get status(): number {
    return signInErrors[this.code].status;
  }

  /** The answer's body; `time` is when it was given. */
  body(time: Date): Readonly<Record<string, unknown>> {
    return {
      error: signInErrors[this.code].error,
      error_description: this.message,
      error_codes: [this.code],
      timestamp: time
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z'),
    };
  }
}
