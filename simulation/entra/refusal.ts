/** What Microsoft Graph answers instead of doing what it is asked: a status, an error code and a message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
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
export const alreadyTaken = (property: string): Refusal =>
  badRequest(`Another object with the same value for property ${property} already exists.`);

/** What the caller's permissions do not allow. */
export const denied = (): Refusal =>
  new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
