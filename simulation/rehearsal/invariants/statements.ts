import { hostAndPathOf } from '../../../federation/issuer';
import { isLiteral } from '../../../federation/pattern';
import { isObject, sameJson } from '../../../federation/trust/json';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { evaluateTrust, type TrustDecision } from '../../../federation/trust/evaluate';
import { webIdentityRequest } from '../../../federation/trust/web-identity';
import { isClaimKey, managedStatements } from '../../../federation/trust/managed-statements';
import { managedProvider } from '../../../federation/verdict';
import type { IdentityProvider } from '../../../federation/compiled-policy';
import { listOf } from '../../json';
import type { Ground } from './ground';

/** The statements of a trust policy as they stand. */
export const rawStatements = (document: string): readonly unknown[] => {
  const parsed: unknown = JSON.parse(document);
  return listOf(isObject(parsed) ? parsed['Statement'] : undefined);
};

/** Those of some statements that others do not have, each counted once. */
export const missingFrom = (statements: readonly unknown[], others: readonly unknown[]): readonly unknown[] => {
  const left = [...others];
  return statements.filter((statement) => {
    const found = left.findIndex((other) => sameJson(other, statement));
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
};

/** The statements of a trust policy that are not the factory's to rewrite, whichever identity provider is meant. */
export const foreignStatements = (document: string, account: string, ground: Ground): readonly unknown[] => {
  const parsed = parseTrustPolicy(document);
  if (parsed === undefined) return rawStatements(document);
  const own = ground.stage.policy.identityProviders.flatMap((provider) =>
    managedStatements(parsed, managedProvider(ground.stage.policy, account, provider), [...ground.ownAudiences])
      .filter(({ foreignBecause }) => foreignBecause.length === 0)
      .map(({ index }) => index),
  );
  return rawStatements(document).filter((_, index) => !own.includes(index));
};

/** The audiences that a trust policy names for a provider. */
export const audiencesIn = (document: string, provider: IdentityProvider): readonly string[] => {
  const hostAndPath = hostAndPathOf(provider.issuer);
  return (parseTrustPolicy(document)?.statements ?? [])
    .flatMap(({ comparisons }) => comparisons)
    .filter(({ key }) => isClaimKey(key, { arn: '', hostAndPath }, 'aud'))
    .flatMap(({ values }) => values)
    .filter(isLiteral);
};

/** Whether a trust policy admits a token of a provider, and which statement does. */
export const admits = (
  document: string,
  account: string,
  provider: IdentityProvider,
  claims: { readonly audience: string; readonly subject: string },
  { stage }: Ground,
): TrustDecision => {
  const { arn } = managedProvider(stage.policy, account, provider);
  const asked = webIdentityRequest({ arn, issuer: provider.issuer }, { sub: claims.subject }, claims.audience);
  return evaluateTrust(document, asked);
};
