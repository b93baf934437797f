/** What Graph adds to some errors: which property is wrong, and why. */
export interface RefusalDetail {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** What Microsoft Graph answers instead of doing what it is asked: a status, an error code and a message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly RefusalDetail[] = [],
  ) {
    super(message);
  }

  /** The answer's body. */
  get body(): Readonly<Record<string, unknown>> {
    const { code, message, details } = this;
    return { error: { code, message, ...(details.length === 0 ? {} : { details }) } };
  }
}

/** A request that Graph reads but cannot carry out. */
export const badRequest = (message: string): Refusal => new Refusal(400, 'Request_BadRequest', message);

/** An object that is not there; `what` is the key that was asked for. */
export const notFound = (what: string): Refusal =>
  new Refusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** A value that another object of the tenant has. Graph answers 400, not 409. */
export const alreadyTaken = (property: string): Refusal => {
  const message = `Another object with the same value for property ${property} already exists.`;
  return new Refusal(400, 'Request_BadRequest', message, [{ code: 'ObjectConflict', message, target: property }]);
};

/** What a caller is answered who calls too often. */
export const tooManyRequests = (caller: string): Refusal =>
  new Refusal(429, 'TooManyRequests', `Too many requests from Identifier:${caller}. Please try again later.`);

/** What the caller's permissions do not allow. */
export const denied = (): Refusal =>
  new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
