import type { BindingState } from './records';
import type { ReasonCode } from './reasons';
import type { Verdict } from './verdict';

/** Whether a binding has anything live that somebody must account for. */
export const isLive = (binding: { readonly state: BindingState } | undefined): boolean =>
  binding !== undefined && binding.state !== 'unbound';

/** Why nothing is taken from a bound role, though it would not be bound today: what is there cannot be told, or is right. */
const keeping: ReadonlySet<ReasonCode> = new Set([
  'protected-role',
  'sentinel-role',
  'trust-unreadable',
  'trust-statement-shared',
  'trust-statement-foreign',
  'trust-audience-missing',
  'trust-public-issuer-open',
  'trust-contested',
  'binding-revoked',
]);

/**
 * Whether a role that has a binding keeps it. It loses it where the policies no longer want it: where none is for the
 * role, or the role breaks what its policy asks. A statement of somebody else beside the factory's is a finding and takes
 * nothing away, and a policy that only reports changes nothing either.
 * @param isDeclared whether the YAML declares the binding, which then waits for the role's trust statement.
 */
export const keepsBinding = (verdict: Verdict, isDeclared: boolean): boolean => {
  if (verdict.kind === 'bind' || verdict.kind === 'audit') return true;
  if (verdict.kind === 'refuse' && verdict.policy.enforcement === 'audit') return true;
  return verdict.reasons.every(({ code }) => keeping.has(code) || (isDeclared && code === 'no-trust-statement'));
};
