import type { Reason } from '../reasons';
import { rememberLast } from '../remember-last';
import type { TrustPolicy, TrustStatement } from './document';
import { pinsText } from './managed-statements';

/**
 * Issuers that everybody can get tokens of, with the claim, or the condition key where it is none of the issuer's, that
 * tells one customer's tokens from another's. IAM saves no trust policy that admits one without comparing that. IBM
 * Turbonomic is left out, for its issuer changes with each version; so are issuers that have a URL of their own for each
 * customer, such as CircleCI's, for IAM takes them as private. Source: the IAM user guide, «Identity-provider controls
 * for shared OIDC providers».
 */
const publicIssuers: ReadonlyMap<string, string> = new Map([
  ['agent.buildkite.com', 'sub'],
  ['api.pulumi.com/oidc', 'aud'],
  ['app.terraform.io', 'sub'],
  ['cognito-identity.amazonaws.com', 'aud'],
  ['gitlab.com', 'sub'],
  ['oidc-configuration.audit-log.githubusercontent.com', 'sub'],
  ['oidc.codefresh.io', 'sub'],
  ['oidc.vercel.com', 'aud'],
  ['proidc.upbound.io', 'sub'],
  ['sandboxes.cloud', 'aud'],
  ['scalr.io', 'sub'],
  ['sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d', 'sts:RoleSessionName'],
  ['studio.datachain.ai/api', 'sub'],
  ['token.actions.githubusercontent.com', 'sub'],
  ['tokens.cloud.shisho.dev', 'sub'],
  ['vstoken.actions.githubusercontent.com', 'sub'],
]);

/** Those under which GitHub gives an enterprise a path of its own, which says nothing of who in it may come. */
const issuersWithPaths: readonly string[] = ['token.actions.githubusercontent.com'];

/** The statements that IAM would not save, because they admit whoever has a token of a shared public issuer. */
export const openPublicIssuers = ({ statements }: TrustPolicy): readonly Reason[] =>
  statements.flatMap((statement, index) =>
    openKeys(statement).map((key): Reason => ({
      code: 'trust-public-issuer-open',
      because: `Statement ${nameOf(statement, index)} trusts a public issuer without a condition on ${key}, so that IAM saves no edit of the trust policy. Add the condition.`,
    })),
  );

const openKeys = (statement: TrustStatement): readonly string[] => {
  if (statement.effect !== 'Allow' || statement.notPrincipal) return [];
  const wanted = (statement.principals['Federated'] ?? []).flatMap(neededKey);
  return [...new Set(wanted)].filter((key) => !comparesKey(statement, key));
};

/** The condition key that IAM wants beside a principal, as a list; empty where it wants none. */
const neededKey = (principal: string): readonly string[] => {
  const issuer = withoutSlash(principal.replace(/^.*:oidc-provider\//, '')).toLowerCase();
  const claim = sharedIssuerClaim(issuer);
  if (claim === undefined) return [];
  return [claim.includes(':') ? claim : `${issuer}:${claim}`];
};

/**
 * The claim, or the condition key, that tells one customer from another at an issuer that everybody can get tokens of;
 * undefined of any other issuer. It is given without its scheme.
 */
export const sharedIssuerClaim = rememberLast((issuer): string | undefined => {
  const bare = withoutSlash(issuer).toLowerCase();
  const known = publicIssuers.has(bare) ? bare : issuersWithPaths.find((withPaths) => bare.startsWith(`${withPaths}/`));
  return known === undefined ? undefined : publicIssuers.get(known);
});

/** Whether a statement wants certain text of a key. A value of nothing but wildcards is none. */
export const comparesKey = (statement: TrustStatement, wanted: string): boolean =>
  statement.comparisons.some(
    ({ operator, key, values }) =>
      pinsText(operator) &&
      key.replace(/\/(?=:[^:]*$)/, '').toLowerCase() === wanted.toLowerCase() &&
      values.length > 0 &&
      values.every((value) => /[^*?]/.test(value)),
  );

const withoutSlash = (issuer: string): string => (issuer.endsWith('/') ? issuer.slice(0, -1) : issuer);

const nameOf = ({ raw }: TrustStatement, index: number): string =>
  typeof raw['Sid'] === 'string' ? `${index} (${raw['Sid']})` : String(index);
