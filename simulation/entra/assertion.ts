import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { IssuerRegistry } from '../issuers';
import { tokenExchangeAudience } from './clouds';
import type { Application } from './objects';
import { SignInError } from './token-errors';
import { verificationKeys } from './verification-keys';

/**
 * Proves that an outside token stands for an application: it names the issuer, the subject and the audience of one of
 * its federated credentials, each to the letter, its issuer has signed it, and it is valid now.
 * @throws SignInError, with the number that says which of these does not hold.
 */
export const checkAssertion = async (
  assertion: string,
  application: Application,
  issuers: IssuerRegistry,
  now: Date,
): Promise<void> => {
  const { iss = '', sub = '', aud } = decoded(assertion);
  const audiences = typeof aud === 'string' ? [aud] : (aud ?? []);
  const credentials = application.federatedIdentityCredentials;
  if (credentials.length === 0) {
    throw new SignInError(
      70021,
      `No matching federated identity record found for presented assertion. Assertion Issuer: '${iss}'. Assertion Subject: '${sub}'. Assertion Audience: '${audiences.join(' ')}'.`,
    );
  }
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw noRecord(700211, 'issuer', iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw noRecord(700213, 'subject', sub);
  if (!ofSubject.some((credential) => audiences.some((audience) => credential.audiences.includes(audience)))) {
    throw noRecord(700212, 'audience', audiences.join(' '));
  }
  await checkSignature(assertion, iss, issuers, now);
};

const decoded = (assertion: string): JWTPayload => {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new SignInError(50027, 'JWT token is invalid or malformed.');
  }
};

const noRecord = (code: 700211 | 700212 | 700213, part: string, value: string): SignInError =>
  new SignInError(
    code,
    `No matching federated identity record found for presented assertion ${part} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
  );

const checkSignature = async (assertion: string, iss: string, issuers: IssuerRegistry, now: Date): Promise<void> => {
  const keys = issuers.get(iss);
  if (keys === undefined) throw new SignInError(90061, `Request to External OIDC endpoint failed: '${iss}'.`);
  try {
    await jwtVerify(assertion, await verificationKeys(keys), {
      issuer: iss,
      audience: tokenExchangeAudience,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      currentDate: now,
    });
  } catch (error) {
    if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
      throw new SignInError(700024, 'Client assertion is not within its valid time range.');
    }
    if (error instanceof errors.JOSEError) {
      throw new SignInError(700027, 'Client assertion failed signature validation.');
    }
    throw error;
  }
};
