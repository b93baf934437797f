import { matcher } from '../pattern';
import type { Reason } from '../reasons';
import type { TrustStatement } from './document';
import { isClaimKey, type ManagedProvider, type ManagedStatement } from './managed-statements';
import { parseOperatorName } from './operators';

/** What a policy lets the trust statements for an outside issuer say. */
export interface OutsideRules {
  /** The policy's name. */
  readonly policy: string;
  /** Patterns of subjects. */
  readonly subjects: readonly string[];
  /** The audiences that the provider is configured with. */
  readonly audiences: readonly string[];
}

/**
 * Says in what a trust statement for an outside issuer goes beyond the policy; nothing where it is within. Conditions are
 * joined by AND, so it is enough that one comparison of `sub` and one of `aud` keep to it.
 */
export const beyondRules = (
  { index, statement }: ManagedStatement,
  provider: ManagedProvider,
  rules: OutsideRules,
): readonly Reason[] => [
  ...beyondSubjects(index, comparisonsOf(statement, provider, 'sub'), rules),
  ...beyondAudiences(index, comparisonsOf(statement, provider, 'aud'), rules),
];

const beyondSubjects = (
  index: number,
  comparisons: readonly (readonly string[])[],
  { policy, subjects }: OutsideRules,
): readonly Reason[] => {
  const [first] = comparisons;
  if (first === undefined) {
    const because = `Statement ${index} does not say which subjects may come. Compare the sub with one that the policy ${policy} allows.`;
    return [{ code: 'trust-subject-not-allowed', because }];
  }
  if (comparisons.some((values) => values.every((value) => isWithin(value, subjects)))) return [];
  const beyond = first.filter((value) => !isWithin(value, subjects));
  const because = `Statement ${index} admits the subject ${beyond.join(', ')}, which the policy ${policy} does not allow.`;
  return [{ code: 'trust-subject-not-allowed', because }];
};

const beyondAudiences = (
  index: number,
  comparisons: readonly (readonly string[])[],
  { audiences }: OutsideRules,
): readonly Reason[] => {
  const [first] = comparisons;
  if (first === undefined) {
    const because = `Statement ${index} does not say for whom its tokens must be. Compare the aud with ${audiences.join(' or ')}.`;
    return [{ code: 'trust-audience-missing', because }];
  }
  if (comparisons.some((values) => values.every((value) => audiences.includes(value)))) return [];
  const beyond = first.filter((value) => !audiences.includes(value));
  const because = `Statement ${index} admits tokens for ${beyond.join(', ')}; the identity provider has ${audiences.join(', ')}.`;
  return [{ code: 'trust-audience-not-allowed', because }];
};

/**
 * Whether what a statement compares a subject with is one of the patterns, or a text that one of them matches. A `*` of
 * the statement counts as a letter there, so that it can only stand where the pattern has one too: IAM's crosses `/` and
 * `:`, and what is written around it must keep strangers out. What a policy variable stands for cannot be known.
 */
export const isWithin = (value: string, subjects: readonly string[]): boolean =>
  !value.includes('${') && subjects.some((pattern) => matcher(pattern)(value));

/**
 * The lists of values that a claim must be one of. A comparison that holds without the claim, or whatever its case, says
 * less than it seems to, and counts for nothing.
 */
const comparisonsOf = (
  statement: TrustStatement,
  provider: ManagedProvider,
  claim: 'aud' | 'sub',
): readonly (readonly string[])[] =>
  statement.comparisons
    .filter(({ operator, key }) => isExacting(operator) && isClaimKey(key, provider, claim))
    .map(({ values }) => values)
    .filter((values) => values.length > 0);

const isExacting = (operator: string): boolean => {
  const { base, set, ifExists } = parseOperatorName(operator);
  return (base === 'stringequals' || base === 'stringlike') && set !== 'all' && !ifExists;
};
