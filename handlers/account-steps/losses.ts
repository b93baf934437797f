import type { ExaminedAccount } from '../../federation/examine';
import { countLosses, lossesOf, type AccountLosses, type Loss } from '../../federation/guard';
// Not by the folder's entry, which has the findings too: they have no place in a function.
import { plannedActions } from '../../federation/plan/planned-actions';
import { canonicalHash } from '../canonical-hash';
import type { AccountStepsPorts } from './ports';

/** What the plan of an account takes away: each thing, how many, and the hash by which it is confirmed. */
export interface PlannedLosses {
  readonly losses: readonly Loss[];
  readonly counted: AccountLosses;
  readonly plan: string;
}

/** What is to be taken away in an account. */
export const lossesIn = (examined: ExaminedAccount, { policyHash }: AccountStepsPorts): PlannedLosses => {
  const losses = lossesOf(plannedActions(examined));
  const { id: account } = examined.observation.account;
  return { losses, counted: countLosses(examined, losses), plan: canonicalHash({ policyHash, account, losses }) };
};
