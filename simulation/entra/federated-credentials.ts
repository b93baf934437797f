import { tokenExchangeAudience } from './clouds';
import type { FederatedIdentityCredential } from './objects';
import { Refusal, badRequest } from './refusal';

/** Source of the limits: the Graph reference on federatedIdentityCredential. */
const limits = { credentials: 20, name: 120, issuer: 600, subject: 600, description: 600 } as const;

/**
 * Refuses a list of federated credentials that an application cannot have.
 * @throws Refusal 400, or 409 where a name, or an issuer with a subject, stands twice.
 */
export const checkFederatedCredentials = (credentials: readonly FederatedIdentityCredential[]): void => {
  if (credentials.length > limits.credentials) {
    throw badRequest(`An application cannot have more than ${limits.credentials} federated identity credentials.`);
  }
  credentials.forEach(checkOne);
  const names = credentials.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) throw conflict('The name is already used by another credential.');
  const pairs = credentials.map(({ issuer, subject }) => JSON.stringify([issuer, subject]));
  if (new Set(pairs).size < pairs.length) {
    throw conflict('FederatedIdentityCredential with the same issuer and subject already exists on app.');
  }
};

const checkOne = ({ name, issuer, subject, audiences, description }: FederatedIdentityCredential): void => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) || name.length < 3 || name.length > limits.name) {
    throw badRequest(
      `'${name}' is no name of a credential: 3 to ${limits.name} letters, digits, hyphens and underscores.`,
    );
  }
  if (!URL.canParse(issuer) || !issuer.startsWith('https://') || issuer.length > limits.issuer) {
    throw badRequest(`'${issuer}' is no issuer: an https URL of at most ${limits.issuer} characters.`);
  }
  if (subject === '' || subject.length > limits.subject) {
    throw badRequest(`The subject must have 1 to ${limits.subject} characters.`);
  }
  if (audiences.length !== 1 || audiences[0] !== tokenExchangeAudience) {
    throw badRequest(`The audiences must be exactly ['${tokenExchangeAudience}'].`);
  }
  if (description !== null && description.length > limits.description) {
    throw badRequest(`The description must not pass ${limits.description} characters.`);
  }
};

const conflict = (message: string): Refusal => new Refusal(409, 'Request_MultipleObjectsWithSameKeyValue', message);
