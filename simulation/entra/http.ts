/** A request as a server sees it; `path` with its query, percent-encoded; header names in any case. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The answer; `body` is what is sent as JSON, undefined for an empty one. */
export interface HttpResponse {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The value of a header, whatever the case of its name. */
export const headerOf = (headers: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** An answer in JSON; an undefined body is an empty one. */
export const answer = (status: number, body?: unknown): HttpResponse => ({
  status,
  body,
  headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
});
