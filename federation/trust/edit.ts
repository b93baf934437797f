import type { Reason } from '../reasons';
import type { TrustPolicy } from './document';
import { openPublicIssuers } from './public-issuers';

/** IAM's default quota for the length of a trust policy, in characters without white space. */
export const defaultTrustPolicyLength = 2048;

/** What is to be done with a trust policy. */
export type EditedTrust =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly document: string }
  | { readonly kind: 'impossible'; readonly reasons: readonly Reason[] };

/**
 * A trust policy with other statements in the place of its own; a statement that is the same object is none of them.
 * Impossible where IAM would refuse the result, be it for a statement that the edit does not touch: what is saved is the
 * whole document.
 */
export const withStatements = (
  policy: TrustPolicy,
  statements: readonly Readonly<Record<string, unknown>>[],
  maxLength = defaultTrustPolicyLength,
): EditedTrust => {
  if (policy.statements.every(({ raw }, index) => raw === statements[index])) return { kind: 'unchanged' };
  const open = openPublicIssuers(policy);
  if (open.length > 0) return { kind: 'impossible', reasons: open };

  const document = JSON.stringify({ ...policy.raw, Statement: statements });
  const length = lengthOf(document);
  // What stands there already shows that the account's quota is at least so much.
  const quota = Math.max(maxLength, lengthOf(JSON.stringify(policy.raw)));
  return length <= quota
    ? { kind: 'changed', document }
    : impossible('trust-too-long', `The trust policy would have ${length} characters; the quota is ${quota}.`);
};

/** An edit that cannot be made, for one reason. */
export const impossible = (code: Reason['code'], because: string): EditedTrust => ({
  kind: 'impossible',
  reasons: [{ code, because }],
});

/** What there is to say of a text that cannot be read. */
export const unreadable: EditedTrust = impossible('trust-unreadable', 'The trust policy is not a policy document.');

/** IAM does not count white space. */
const lengthOf = (document: string): number => document.replace(/\s/g, '').length;
