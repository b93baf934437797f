import { examine, type InventoriedAccount } from '../examine';
import type { CompiledPolicy } from '../compiled-policy';
import { findingsOf, type Exemption } from '../findings';
import type { GuardrailScope } from '../guardrails/scope';
import type { AccountPlan } from './plan';
import { plannedActions } from './planned-actions';

/** What of the configuration is told of in a plan, and changes nothing that is done. */
export interface PlanSurroundings {
  readonly exemptions?: readonly Exemption[];
  readonly guardrails?: GuardrailScope;
}

/**
 * Compares an account with what the configuration wants. It is pure: what it does not know, such as the client id of an
 * application that is still to be registered, it names. Exemptions only mark findings; they never change an action.
 */
export const planAccount = (
  observation: InventoriedAccount,
  policy: CompiledPolicy,
  { exemptions = [], guardrails }: PlanSurroundings = {},
): AccountPlan => {
  const examined = examine(observation, policy, guardrails);
  return {
    account: observation.account,
    actions: plannedActions(examined),
    findings: findingsOf(examined, exemptions),
  };
};
