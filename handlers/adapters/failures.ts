import { Failure, type FailureCode } from '../../federation/failures';

/** What the errors of AWS's services mean, wherever they come from; by the name that the SDK gives them. */
const common: Readonly<Record<string, FailureCode>> = {
  AccessDenied: 'AccessDenied',
  AccessDeniedException: 'AccessDenied',
  Throttling: 'Throttled',
  ThrottlingException: 'Throttled',
  ThrottledException: 'Throttled',
  RequestLimitExceeded: 'Throttled',
  TooManyRequestsException: 'Throttled',
  ProvisionedThroughputExceededException: 'Throttled',
  ConcurrentModificationException: 'ConcurrentModification',
  ServiceFailureException: 'Unavailable',
  ServiceUnavailable: 'Unavailable',
  InternalFailure: 'Unavailable',
  TimeoutError: 'Unavailable',
  NetworkingError: 'Unavailable',
  // A session that has just begun is not known everywhere at once, and one that has ended is replaced by the next call.
  InvalidClientTokenId: 'Unavailable',
  ExpiredToken: 'Unavailable',
  ExpiredTokenException: 'Unavailable',
};

/** What Node's own network errors are called; they have a code and no name of their own. */
const networkCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What the name of an error means, where it means the same everywhere; services also put such names into their answers. */
export const codeOf = (name: string): FailureCode | undefined =>
  Object.hasOwn(common, name) ? common[name] : undefined;

/** The name of an error, as the SDK gives it. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/**
 * Makes a Failure of whatever a call threw, by the name of the error and never by its text.
 * @param meanings what some names mean for this very call; they win over what they mean everywhere.
 * @returns the error itself where nothing is known of it: then the function fails, and the workflow reports it.
 */
export const failureOf = (
  error: unknown,
  what: string,
  meanings: Readonly<Record<string, FailureCode>> = {},
): unknown => {
  if (error instanceof Failure) return error;
  const name = nameOf(error);
  const code =
    meanings[name] ??
    codeOf(name) ??
    (isServerError(error) || networkCodeOf(error) !== undefined ? 'Unavailable' : undefined);
  return code === undefined ? error : new Failure(code, what, { cause: error });
};

/** Runs a call, and makes a Failure of what it throws. */
export const attempt = async <T>(
  what: string,
  work: () => Promise<T>,
  meanings: Readonly<Record<string, FailureCode>> = {},
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error, what, meanings);
  }
};

/** Whether there was no answer to a call at all. */
export const isUnanswered = (error: unknown): boolean =>
  networkCodeOf(error) !== undefined || ['TimeoutError', 'NetworkingError'].includes(nameOf(error));

/** The code of an error of Node's own network, such as `ECONNREFUSED`. */
export const networkCodeOf = (error: unknown): string | undefined =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  networkCodes.has(error.code)
    ? error.code
    : undefined;

const isServerError = (error: unknown): boolean => {
  if (!(error instanceof Error) || !('$metadata' in error)) return false;
  const { $metadata: metadata } = error;
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    typeof metadata.httpStatusCode === 'number' &&
    metadata.httpStatusCode >= 500
  );
};
