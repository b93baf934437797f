import { Failure, type FailureCode } from '../../../federation/failures';
import type { Graph, GraphRequest, GraphResponse } from '../../../federation/ports';
import validateError from '../../../schemas/generated/graph/error.validate';

/** What some statuses mean for a call, or for an object. */
export type Meanings = Readonly<Record<number, FailureCode>>;

/** What a status means where nothing better is known of it. */
const failureOf = (status: number): FailureCode => {
  if (status === 429) return 'Throttled';
  if (status >= 500) return 'Unavailable';
  return status === 401 ? 'SignInRefused' : 'DirectoryRefused';
};

/**
 * Calls Graph and hands on the statuses that the caller knows what to do with.
 * @param expected the statuses that are no failure; `otherwise` names the failure of some of the others.
 */
export const call = async (
  graph: Graph,
  request: GraphRequest,
  expected: readonly number[],
  otherwise: Meanings = {},
): Promise<GraphResponse> => {
  const response = await graph.request(request);
  if (expected.includes(response.status)) return response;
  const { status } = response;
  throw new Failure(
    otherwise[status] ?? failureOf(status),
    `Microsoft Graph answered ${status} (${saidIn(response)}) to ${request.method} ${request.path}.`,
  );
};

/** Graph's own words for why it refuses. */
export const saidIn = ({ body }: GraphResponse): string =>
  validateError(body) ? `${body.error.code} ${body.error.message ?? ''}`.trim() : 'no reason';

/** Graph will not write what it is given. */
export interface Refused {
  readonly kind: 'refused';
  /** Graph's own words. */
  readonly said: string;
  /** Whether that may be because another object has the same value. */
  readonly mayBeTaken: boolean;
}

/**
 * Reads a refusal. Graph says in its details that a value is taken; where it gives none, nothing says that it is not,
 * unless the error has a code of its own.
 */
export const refusedIn = (response: GraphResponse): Refused => {
  const { body } = response;
  const { code, details } = validateError(body) ? body.error : { code: '', details: null };
  const told = (details ?? []).map((detail) => detail.code);
  const mayBeTaken = told.length > 0 ? told.includes('ObjectConflict') : code === 'Request_BadRequest';
  return { kind: 'refused', said: saidIn(response), mayBeTaken };
};

/** A text as an OData literal, percent-encoded: quotes are doubled, so that a name stays a name. */
export const literal = (text: string): string => `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;

/**
 * Reads the body of an answer.
 * @throws Failure `DirectoryRefused` where it does not have the shape that Graph documents.
 */
export const parsed = <T>(response: GraphResponse, validate: (body: unknown) => body is T, what: string): T => {
  if (validate(response.body)) return response.body;
  throw new Failure('DirectoryRefused', `Microsoft Graph answered something that is no ${what}.`);
};
