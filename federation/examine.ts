import type { CompiledPolicy } from './compiled-policy';
import type { GuardrailScope } from './guardrails/scope';
import type { ObservedProvider } from './observed';
import { decideRoles, planReconcile, type AccountObservation, type DecidedRole, type ReconcilePlan } from './reconcile';
import { admissionsOf, type Admission } from './trust/admissions';

/** An account as an inventory shows it. */
export interface InventoriedAccount extends AccountObservation {
  /** Every OIDC provider of the account, managed or not. */
  readonly allProviders: readonly ObservedProvider[];
}

/** A role with all that is made of it. */
export interface ExaminedRole extends DecidedRole {
  /** Whom its trust policy admits with web identity tokens. */
  readonly admissions: readonly Admission[];
}

/** An account with all that is made of it: what plans and findings are computed from. */
export interface ExaminedAccount {
  readonly observation: InventoriedAccount;
  readonly policy: CompiledPolicy;
  readonly roles: readonly ExaminedRole[];
  /** What a reconcile would do. */
  readonly reconcile: ReconcilePlan;
  /** The guardrails of the configuration, where it has any. */
  readonly guardrails?: GuardrailScope;
}

/** Makes of an account all that plans and findings need, once. */
export const examine = (
  observation: InventoriedAccount,
  policy: CompiledPolicy,
  guardrails?: GuardrailScope,
): ExaminedAccount => {
  const decided = decideRoles(observation, policy);
  return {
    observation,
    policy,
    roles: decided.map(examineRole),
    reconcile: planReconcile(observation, policy, decided),
    ...(guardrails !== undefined && { guardrails }),
  };
};

const examineRole = (decided: DecidedRole): ExaminedRole => ({
  ...decided,
  admissions: decided.trust === undefined ? [] : admissionsOf(decided.trust),
});
