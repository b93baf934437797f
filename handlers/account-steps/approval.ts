import { approvedKey } from '../../federation/bucket-keys';
import { Failure } from '../../federation/failures';
import type { PlannedAction } from '../../federation/plan';
import type { ApprovedPlan } from '../../schemas/generated/records/plan-file.types';
import { readPlanFile } from '../approved-plan';
import { canonicalHash } from '../canonical-hash';
import { parseJson } from '../json';
import type { AccountStepsPorts } from './ports';

/**
 * A plan that somebody has approved, as the command has put it into the bucket.
 * @throws Failure `PlanOutdated` where other policies are deployed than it was made by; `InvalidInput` where what is there
 * is not the plan of that hash.
 */
export const approvedPlan = async (
  approval: string,
  { bucket, policyHash }: Pick<AccountStepsPorts, 'bucket' | 'policyHash'>,
): Promise<ApprovedPlan> => {
  const plan = readPlanFile(parseJson(await bucket.read(approvedKey(approval))));
  if (plan?.hash !== approval) throw new Failure('InvalidInput', `There is no plan ${approval} in the bucket.`);
  if (plan.policyHash !== policyHash)
    throw new Failure('PlanOutdated', `Other policies are deployed than those that ${approval} was made by.`);
  return plan;
};

/** What is to be done in each account, as the plan has it: its hash, by account id. */
export const approvedActions = ({ accounts }: ApprovedPlan): ReadonlyMap<string, string> =>
  new Map(accounts.map(({ account, actions }) => [account, canonicalHash(actions)]));

/**
 * Lets pass an account where nothing is to be done that was not approved. What was approved and is no longer to be done
 * has been done by an earlier attempt.
 * @throws Failure `PlanOutdated`
 */
export const requireApproved = (
  account: string,
  actions: readonly PlannedAction[],
  approved: readonly string[],
): void => {
  const known = new Set(approved);
  const others = actions.filter((action) => !known.has(canonicalHash(action)));
  if (others.length === 0) return;
  throw new Failure(
    'PlanOutdated',
    `In ${account} something else would be done by now than was approved: ${others.map(({ kind, role, subject }) => [kind, role ?? subject].filter(Boolean).join(' ')).join(', ')}.`,
  );
};
