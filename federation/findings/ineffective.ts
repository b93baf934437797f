import type { ExaminedAccount } from '../examine';
import { issuersOf } from '../trust/admissions';
import type { Comparison } from '../trust/document';
import { parseOperatorName } from '../trust/operators';
import type { Observation } from './finding';
import { ofWebIdentityStatements } from './reading';

/** The conditions on claims that do not do what they seem to. */
export const ineffective = (examined: ExaminedAccount): readonly Observation[] =>
  ofWebIdentityStatements(examined, (statement, index) => {
    const issuers = issuersOf(statement).map((issuer) => issuer.toLowerCase());
    return statement.comparisons.flatMap((entry) =>
      why(entry, issuers).map((because) => `Statement ${index}: ${because}`),
    );
  });

const why = ({ operator, key, values }: Comparison, issuers: readonly string[]): readonly string[] => {
  const claim = claimOf(key);
  if (claim === undefined) return [];
  const { base, ifExists } = parseOperatorName(operator);
  const isOthers = !issuers.includes('*') && !issuers.includes(claim.issuer);
  return [
    ...(ifExists ? [`${operator} on ${key} also holds for a token without the claim.`] : []),
    ...(base === 'stringequals' && values.some((value) => /[*?]/.test(value))
      ? [`${operator} on ${key} takes \`*\` and \`?\` for letters, so that it admits nobody.`]
      : []),
    ...(isOthers ? [`${key} is a claim of another issuer than the statement's, and never in its tokens.`] : []),
  ];
};

/** `aud` and `sub` of some issuer. */
const claimOf = (key: string): { readonly issuer: string } | undefined => {
  const at = key.lastIndexOf(':');
  const issuer = key.slice(0, at).toLowerCase();
  return ['aud', 'sub'].includes(key.slice(at + 1).toLowerCase()) && !['aws', 'sts'].includes(issuer)
    ? { issuer }
    : undefined;
};
