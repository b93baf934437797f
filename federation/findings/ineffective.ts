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
  const issuer = claimIssuerOf(key);
  if (issuer === undefined) return [];
  const { base, ifExists } = parseOperatorName(operator);
  const said: string[] = [];
  if (ifExists) said.push(`${operator} on ${key} also holds for a token without the claim.`);
  if (base === 'stringequals' && values.some((value) => /[*?]/.test(value)))
    said.push(`${operator} on ${key} takes \`*\` and \`?\` for letters, so that it admits nobody.`);
  if (!issuers.includes('*') && !issuers.includes(issuer))
    said.push(`${key} is a claim of another issuer than the statement's, and never in its tokens.`);
  return said;
};

/** The issuer, in lower case, of which a key is the `aud` or `sub`; undefined of another key. */
const claimIssuerOf = (key: string): string | undefined => {
  const at = key.lastIndexOf(':');
  const name = key.slice(at + 1).toLowerCase();
  const issuer = key.slice(0, at).toLowerCase();
  return (name === 'aud' || name === 'sub') && issuer !== 'aws' && issuer !== 'sts' ? issuer : undefined;
};
