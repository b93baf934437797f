import type { IdentityProvider, OutsideProvider } from '../compiled-policy';
import { tooWideFor } from '../issuer-profiles';
import type { FindingId } from '../finding-ids';
import { placeholderAudience } from '../names';
import { isClaimKey, type ManagedProvider, type ManagedStatement, textsOfClaim } from '../trust/managed-statements';
import { parseOperatorName } from '../trust/operators';
import { isPinned } from '../trust/pin';

/** Whom an imported policy names. */
export type ImportedCaller =
  | { readonly kind: 'existing'; readonly principals: readonly string[]; readonly audience: string }
  | { readonly kind: 'outside'; readonly subjects: readonly string[] };

/** Why something stays as it is, and the finding that tells of it, where there is one. */
export interface Reluctance {
  readonly because: string;
  readonly finding?: FindingId;
}

/** What a policy can say of a statement, or why it cannot. */
export type Told = { readonly caller: ImportedCaller } | Reluctance;

/** A policy names so many service principals at most. */
const mostPrincipals = 20;

/** A statement for a tenant of Microsoft Entra: it must pin one client id, and service principals by their object ids. */
export const entraCaller = (
  { index, statement, foreignBecause }: ManagedStatement,
  provider: ManagedProvider,
  { factoryClientId }: Pick<IdentityProvider, 'factoryClientId'>,
): Told => {
  const shared = foreignBecause.find(({ code }) => code === 'trust-statement-shared');
  if (shared !== undefined) return { because: shared.because, finding: 'trust-statement-foreign' };
  const texts = (claim: 'aud' | 'sub') => textsOfClaim(statement, provider, claim).toSorted();
  const [audiences, subjects] = [texts('aud'), texts('sub')];
  const [audience] = audiences;
  if (audience === undefined)
    return {
      because: `Statement ${index} does not say for whom its tokens must be.`,
      finding: 'trust-audience-missing',
    };
  if (audiences.includes(placeholderAudience))
    return { because: `Statement ${index} has the placeholder: it waits for a policy, and nobody can use it yet.` };
  if (subjects.length === 0)
    return {
      because: `Statement ${index} pins no sub: any application of the tenant gets in.`,
      finding: 'trust-subject-missing',
    };
  const wild = [...audiences, ...subjects].find((text) => /[*?]/.test(text));
  if (wild !== undefined)
    return { because: `Statement ${index} has a wildcard: ${wild}.`, finding: 'trust-subject-wildcard' };
  if (audiences.length > 1)
    return { because: `Statement ${index} takes tokens for several audiences; a policy names one.`, finding: foreign };
  const odd = [audience, ...subjects].find((text) => !guid.test(text));
  if (odd !== undefined)
    return { because: `Statement ${index} names ${odd}; a policy names ids of Microsoft Entra.`, finding: foreign };
  if (audience === factoryClientId)
    return { because: `Statement ${index} takes tokens for the factory's own application.`, finding: foreign };
  if (subjects.length > mostPrincipals)
    return { because: `Statement ${index} names more than ${mostPrincipals} subjects.`, finding: foreign };
  if (!isPinned(statement, { provider, audience, subjects }))
    return {
      because: `Statement ${index} does not compare aud and sub with StringEquals, each once and with the issuer's own name.`,
      finding: foreign,
    };
  return { caller: { kind: 'existing', principals: subjects, audience } };
};

const foreign = 'trust-statement-foreign';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A statement for another issuer: it must name subjects that let no stranger in. */
export const outsideCaller = (
  { index, statement }: ManagedStatement,
  provider: ManagedProvider,
  { issuer, kind }: OutsideProvider,
): Told => {
  const comparison = statement.comparisons.find(
    ({ operator, key }) => isClaimKey(key, provider, 'sub') && isExacting(operator),
  );
  if (comparison === undefined)
    return { because: `Statement ${index} does not say which subjects may come.`, finding: 'trust-subject-missing' };
  const isLike = parseOperatorName(comparison.operator).base === 'stringlike';
  for (const subject of comparison.values) {
    // A policy's pattern would allow more than the letter that an equality has there, or IAM's other wildcard.
    if (subject.includes('${') || subject.includes('?') || (!isLike && subject.includes('*')))
      return {
        because: `Statement ${index} names ${subject}, which no policy can say.`,
        finding: 'trust-subject-wildcard',
      };
    const wide = tooWideFor(issuer, subject, kind);
    if (wide !== undefined)
      return { because: `Statement ${index} admits ${subject}. ${wide}`, finding: 'trust-subject-wildcard' };
  }
  return { caller: { kind: 'outside', subjects: [...new Set(comparison.values)].sort() } };
};

const isExacting = (operator: string): boolean => {
  const { base, set, ifExists } = parseOperatorName(operator);
  return (base === 'stringequals' || base === 'stringlike') && set !== 'all' && !ifExists;
};
