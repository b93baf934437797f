import { audienceApplicationOf, callerNameOf, chooseCredentials } from './callers';
import { isBindingPolicy, type Policy } from './compiled-policy';
import type { ObservedRole } from './observed';
import type { BindingRecord, BindingState } from './records';
import type { ReasonCode } from './reasons';
import { sameItems } from './same-items';
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
  'managed-policies-unknown',
]);

/**
 * Whether a role that has a binding keeps it. It loses it where the policies no longer want it: where none is for the
 * role, the role breaks what its policy asks, or the policy names another caller or an outside issuer by now. A statement of somebody else
 * beside the factory's is a finding and takes nothing away from what the policy names, or from whoever uses the role until
 * their caller is handed over, and a policy that only reports or is paused changes nothing either. A revoked binding is never let go: only a hand lifts a revocation.
 * @param isDeclared whether the YAML declares the binding, which then waits for the role's trust statement.
 */
export const keepsBinding = (
  role: ObservedRole,
  verdict: Verdict,
  binding: BindingRecord,
  isDeclared: boolean,
): boolean => {
  if (binding.state === 'revoked') return true;
  switch (verdict.kind) {
    case 'bind':
    case 'audit':
      return true;
    case 'leave':
      return (
        verdict.reasons.some(({ code }) => code === 'enforcement-audit' || code === 'paused') ||
        verdict.reasons.every(({ code }) => keeping.has(code) || (isDeclared && code === 'no-trust-statement'))
      );
    case 'refuse':
      return (
        verdict.policy.enforcement === 'audit' ||
        (verdict.reasons.every(({ code }) => keeping.has(code)) &&
          (isBeforeTransfer(binding, verdict.policy) ||
            (isOfPolicy(binding, verdict.policy) && hasCredentialsOf(binding, verdict.policy, role))))
      );
  }
};

/** Whether a role is used by a caller that somebody made, and its policy has one of the factory's: it stays until that is handed over. */
const isBeforeTransfer = (binding: BindingRecord, policy: Policy): boolean =>
  isBindingPolicy(policy) &&
  binding.caller === 'existing' &&
  policy.caller.kind !== 'existing' &&
  binding.identityProvider === policy.identityProvider;

/** Whether a binding is as its policy has it: the same caller, for the same audience. A policy for an outside issuer has none. */
export const isOfPolicy = (binding: BindingRecord, policy: Policy): boolean => {
  if (!isBindingPolicy(policy)) return false;
  const { account, roleName, audience, subjects = [] } = binding;
  const { caller } = policy;
  return (
    binding.policy === policy.name &&
    binding.identityProvider === policy.identityProvider &&
    binding.caller === caller.kind &&
    binding.uniqueName === callerNameOf(caller, account, roleName) &&
    binding.audienceUniqueName === audienceApplicationOf(policy, account) &&
    (caller.kind !== 'existing' || (audience === caller.audience && sameItems(subjects, caller.principals)))
  );
};

/** Whether the outside jobs that may sign in as the caller are those that the policy lets in. */
export const hasCredentialsOf = ({ credentials = [] }: BindingRecord, policy: Policy, role: ObservedRole): boolean => {
  const chosen = chooseCredentials(policy, role.tags);
  return (
    policy.caller.kind === 'existing' ||
    (chosen.kind === 'chosen' &&
      sameItems(
        credentials,
        chosen.credentials.map(({ name }) => name),
      ))
  );
};
