import type { ExaminedAccount } from '../../federation/examine';
import { countLosses, lossesOf, type AccountLosses, type Loss } from '../../federation/guard';
// Not by the folder's entry, which has the findings too: they have no place in a function.
import type { PlannedAction } from '../../federation/plan/plan';
import { plannedActions } from '../../federation/plan/planned-actions';
import { canonicalHash } from '../canonical-hash';
import type { AccountStepsPorts } from './ports';

/** What is to be done in an account, and what of it takes something away: how much, and the hash by which it is confirmed. */
export interface PlannedLosses {
  readonly actions: readonly PlannedAction[];
  readonly losses: readonly Loss[];
  readonly counted: AccountLosses;
  readonly plan: string;
}

/** What is to be taken away in an account. */
export const lossesIn = (examined: ExaminedAccount, { policyHash }: AccountStepsPorts): PlannedLosses => {
  const actions = plannedActions(examined);
  const losses = lossesOf(actions);
  const { id: account } = examined.observation.account;
  return {
    actions,
    losses,
    counted: countLosses(examined, losses),
    plan: canonicalHash({ policyHash, account, losses }),
  };
};
