import type { WebIdentityClaims } from '../schemas/generated/tokens/web-identity-claims.types';
import isWebIdentityClaims from '../schemas/generated/tokens/web-identity-claims.validate';
import { parseJson } from '../handlers/json';
import type { ToldFailure } from './tell-failure';

/** Reads a token, or its claims as JSON. Nothing of a token's text is ever told. */
export const readToken = async (text: string): Promise<{ readonly claims: WebIdentityClaims } | ToldFailure> => {
  const trimmed = text.trim();
  const claims = trimmed.startsWith('{') ? parseJson(trimmed) : await claimsOf(trimmed);
  if (claims === undefined)
    return invalid('This is neither a JSON Web Token nor a JSON object with the claims of one. Give the token alone.');
  return isWebIdentityClaims(claims)
    ? { claims }
    : invalid(
        'The token needs the claims `iss` (an https URL), `sub` and `aud`, with `exp` and `nbf` as numbers if it has them. An access or ID token has them; a refresh token or an opaque one has not.',
      );
};

/** The signature is left aside: whoever asks what a token would do has it in hand. */
const claimsOf = async (token: string): Promise<unknown> => {
  const { decodeJwt, errors } = await import('jose');
  try {
    return decodeJwt(token);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};

const invalid = (message: string): ToldFailure => ({ code: 'invalid-token', message });
