import { wildcardMatcher } from '../trust/wildcard';

/** The issuers that guardrails let in, each without `https://`, as IAM names them. */
export interface AllowedIssuers {
  /** Of the identity providers, to the letter. */
  readonly managed: readonly string[];
  /** Of others, as patterns: `*` stands for any characters, in the host for any but a slash. */
  readonly patterns: readonly string[];
}

/** The patterns of every issuer for which a provider may be created; sorted, each once. */
export const issuerPatterns = ({ managed, patterns }: AllowedIssuers): readonly string[] =>
  [...new Set([...managed, ...patterns])].sort();

/**
 * The patterns of every issuer whose tokens may be exchanged: those with a slash at the end without it too, because
 * nothing says whether STS keeps it in `aws:FederatedProvider`.
 */
export const signInPatterns = (allowed: AllowedIssuers): readonly string[] =>
  [...new Set(issuerPatterns(allowed).flatMap((pattern) => [pattern, pattern.replace(/\/$/, '')]))].sort();

/**
 * What the patterns match only because IAM's `*` crosses slashes: `oidc.eks.*.amazonaws.com` would take in
 * `oidc.eks.example.com/a.amazonaws.com`, an issuer that anybody can set up. It is denied by these patterns.
 */
export const strayPatterns = (allowed: AllowedIssuers): readonly string[] =>
  [...new Set(issuerPatterns(allowed).flatMap(straysOf))].sort();

const straysOf = (pattern: string): readonly string[] => {
  const host = hostOf(pattern);
  return [...host.matchAll(/\*/g)].map(({ index }) => `${pattern.slice(0, index)}*/*${pattern.slice(index + 1)}`);
};

/** The part of an issuer, or of a pattern of issuers, that is a host. */
const hostOf = (pattern: string): string => pattern.split('/')[0] ?? '';

/**
 * Whether anybody could set up an issuer that a pattern matches: behind the last `*` of its host there is no domain of
 * its own. Which domains are open to everybody, as `co.uk` is, is not known here.
 */
export const isOpenToAnybody = (pattern: string): boolean => {
  const host = hostOf(pattern);
  return host.includes('*') && !/^(\.[^.]+){2,}$/.test(host.slice(host.lastIndexOf('*') + 1));
};

/** Whether a provider may be created for an issuer. */
export const mayBeCreated = (allowed: AllowedIssuers): ((issuer: string) => boolean) =>
  matcherOf(issuerPatterns(allowed), strayPatterns(allowed));

/** Whether the tokens of an issuer may be exchanged. */
export const maySignIn = (allowed: AllowedIssuers): ((issuer: string) => boolean) =>
  matcherOf(signInPatterns(allowed), strayPatterns(allowed));

const matcherOf = (patterns: readonly string[], strays: readonly string[]): ((issuer: string) => boolean) => {
  const compile = (pattern: string): ((value: string) => boolean) => wildcardMatcher(pattern, { ignoreCase: false });
  const [wanted, unwanted] = [patterns.map(compile), strays.map(compile)];
  return (issuer) => wanted.some((matches) => matches(issuer)) && !unwanted.some((matches) => matches(issuer));
};
