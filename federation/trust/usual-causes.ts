import { parseArn } from '../arn';
import { entraTenantOf, hostAndPathOf, isGuid, sameIssuer } from '../issuer';
import { placeholderAudience } from '../names';
import type { WebIdentityClaims } from '../../schemas/generated/tokens/web-identity-claims.types';
import type { ConditionResult } from './conditions';
import { parseTrustPolicy } from './document';

/** What is most often wrong where a token is refused, and what to do about it. */
export interface UsualCause {
  readonly id:
    | 'trailing-slash'
    | 'token-version'
    | 'other-tenant'
    | 'not-bound-yet'
    | 'audience-form'
    | 'wildcard-in-equals'
    | 'wrong-subject';
  /** A sentence or two. */
  readonly explanation: string;
}

/**
 * The usual cause of a refusal; undefined where it is none of those that are known here, or where a Deny holds, which
 * somebody has meant.
 */
export const usualCause = (
  trustPolicy: string,
  claims: WebIdentityClaims,
  { statement, condition }: { readonly statement?: number; readonly condition?: ConditionResult },
): UsualCause | undefined => {
  if (statement === undefined) return causeAtIssuer(issuersOf(trustPolicy), claims.iss);
  return condition?.holds === false ? causeAtCondition(condition, claims.iss) : undefined;
};

/** No statement names the token's issuer: does one name an issuer that is nearly it? */
const causeAtIssuer = (named: readonly string[], issuer: string): UsualCause | undefined => {
  const token = hostAndPathOf(issuer);
  if (named.includes(token)) return undefined;
  if (named.some((other) => sameIssuer(other, token))) return trailingSlash(issuer);

  const tokenTenant = entraTenantOf(token);
  const tenants = named.map(entraTenantOf).filter((tenant) => tenant !== undefined);
  if (tokenTenant === undefined || tenants.length === 0) return undefined;
  const sameTenant = tenants.find(({ id }) => id === tokenTenant.id);
  if (sameTenant === undefined) {
    return {
      id: 'other-tenant',
      explanation: `The token comes from the tenant ${tokenTenant.id}, the trust policy names ${tenants.map(({ id }) => id).join(', ')}. Sign in to that tenant.`,
    };
  }
  return sameTenant.version === tokenTenant.version
    ? undefined
    : {
        id: 'token-version',
        explanation: `The token is of version ${tokenTenant.version}, the trust policy wants version ${sameTenant.version}. Set \`api.requestedAccessTokenVersion\` of the application that the token is asked for to ${sameTenant.version}.`,
      };
};

const causeAtCondition = (condition: ConditionResult, issuer: string): UsualCause | undefined => {
  const { key, wanted, got = [], operator } = condition;
  const claim = key.slice(key.lastIndexOf(':') + 1).toLowerCase();
  const keyIssuer = key.slice(0, key.lastIndexOf(':')).toLowerCase();
  const tokenIssuer = hostAndPathOf(issuer).toLowerCase();
  if (condition.got === undefined)
    return keyIssuer !== tokenIssuer && sameIssuer(keyIssuer, tokenIssuer) ? trailingSlash(issuer) : undefined;
  if (claim === 'aud') return causeAtAudience(wanted, got);
  if (claim !== 'sub') return undefined;
  if (/equals/i.test(operator) && wanted.some((value) => /[*?]/.test(value))) {
    return {
      id: 'wildcard-in-equals',
      explanation: `${operator} takes \`*\` and \`?\` for what they are. Name the subject in full; StringLike would read them as wildcards.`,
    };
  }
  return {
    id: 'wrong-subject',
    explanation: got.every(isGuid)
      ? 'Of a token of Microsoft Entra the subject is the object id of the service principal that signs in (not of the application, and no client id). Another caller signs in, or its service principal has been made anew.'
      : 'The token is about somebody else than the trust policy names. Compare the two letter by letter; upper and lower case count.',
  };
};

const causeAtAudience = (wanted: readonly string[], got: readonly string[]): UsualCause | undefined => {
  if (wanted.includes(placeholderAudience)) {
    return {
      id: 'not-bound-yet',
      explanation:
        'The trust policy still has the placeholder: the factory has not bound the role, or has taken the binding back. The tag of the role says why.',
    };
  }
  const asUri = (values: readonly string[]): boolean => values.some((value) => /^[a-z]+:\/\//i.test(value));
  if (asUri(got) === asUri(wanted)) return undefined;
  return {
    id: 'audience-form',
    explanation: asUri(got)
      ? 'The token was asked for by App ID URI, the trust policy wants the client id. Ask for the token with `CLIENT_ID/.default` as its scope.'
      : 'The token has the client id as its audience, the trust policy wants an App ID URI. Put the client id into the trust policy and into the OIDC provider.',
  };
};

const trailingSlash = (issuer: string): UsualCause => ({
  id: 'trailing-slash',
  explanation: `The trust policy and the token differ in the slash at the end of the issuer, which belongs to it: the token has ${issuer}. Write provider and condition keys alike.`,
});

/** The issuers that a trust policy names, without their scheme. */
const issuersOf = (trustPolicy: string): readonly string[] =>
  (parseTrustPolicy(trustPolicy)?.statements ?? [])
    .flatMap(({ principals }) => principals['Federated'] ?? [])
    .map((principal) => parseArn(principal)?.resource ?? '')
    .filter((resource) => resource.startsWith('oidc-provider/'))
    .map((resource) => resource.slice('oidc-provider/'.length));
