import type { Assumption } from '../federation/trust/web-identity';
import type { WebIdentityClaims } from '../schemas/generated/tokens/web-identity-claims.types';
import type { FoundRole } from './inventory';
import { hostAndPathOf, isBuiltInIssuer } from '../federation/issuer';
import { isLive } from '../federation/standing';

/** What the policies want of a role, and whom its binding lets in. */
export interface WantedOfRole {
  readonly verdict: FoundRole['examined']['verdict']['kind'];
  /** Sentences. */
  readonly because: readonly string[];
  readonly audience?: string;
  readonly subjects?: readonly string[];
}

/** What the policies want of a role of an inventory. */
export const wantedOf = ({ examined: { verdict, record } }: FoundRole): WantedOfRole => {
  const { audience, subjects } = isLive(record) ? (record ?? {}) : {};
  return {
    verdict: verdict.kind,
    because: verdict.reasons.map(({ because }) => because),
    ...(audience !== undefined && { audience }),
    ...(subjects !== undefined && { subjects }),
  };
};

/** A token that the trust policy admits, and the account's OIDC provider does not take. */
export interface UnlistedAudience {
  readonly decision: 'denied';
  readonly check: 'provider';
  readonly because: string;
}

/** Whether a token that is admitted fails at the account's OIDC provider. */
export const unlistedAudience = (
  assumption: Assumption,
  { iss }: WebIdentityClaims,
  { account }: FoundRole,
): UnlistedAudience | undefined => {
  if (assumption.decision === 'denied' || isBuiltInIssuer(hostAndPathOf(iss))) return undefined;
  const provider = account.allProviders.find(({ issuer }) => issuer === iss);
  const denied = (because: string): UnlistedAudience => ({ decision: 'denied', check: 'provider', because });
  if (provider === undefined) return denied(`The account has no OIDC provider for ${iss}.`);
  // What was not read by itself cannot tell.
  return provider.audiences?.includes(assumption.audience) !== false
    ? undefined
    : denied(`The account's OIDC provider for ${iss} does not list the audience ${assumption.audience}.`);
};
