import { examine } from '../../../federation/examine';
import { Failure } from '../../../federation/failures';
import { beyondPlan, describeLoss } from '../../../federation/guard';
import type { StepOutputs } from '../../step';
import { subjectOf } from '../../subjects';
import { requireApproved } from '../approval';
import { carryOut, retirementOf } from '../carry-out';
import { knownAccount } from '../inspection';
import { lossesIn } from '../losses';
import { observeAccount } from '../observe-account';
import { accountStep } from '../ports';
import { takeReconcileTurn } from '../reconcile-turn';
import { callersOf, plannedFor } from '../stored';

/** How long the lock of the account is kept if nobody gives it back, in seconds: longer than an attempt may take. */
const leaseSeconds = 180;

const leaseUntil = (now: Date): string => new Date(now.getTime() + leaseSeconds * 1000).toISOString();

/**
 * Has done in one account what a run over all of them has planned there. The account is read once more, and what is to
 * be done is decided anew; more than was planned, and so was confirmed, is never taken away, and of a plan that somebody
 * has approved nothing else is done. An account is reconciled by one execution at a time: it has the lock that a reconcile
 * of this account alone would have.
 */
export const accountApply = accountStep(
  'account.apply',
  async ({ request, inputs: { callers } }, ports): Promise<StepOutputs<'account.apply'>> => {
    const account = await knownAccount(request.event.account, ports);
    const planned = await plannedFor(account.id, request.execution, ports);
    if ((await takeReconcileTurn(request, leaseUntil, ports)) === 'overtaken')
      return { requests: 0, retirement: retirementOf([], account, ports) };
    const applications = await callersOf(account.id, callers, ports);
    const { observation, iam } = await observeAccount(account, applications, ports);
    const examined = examine(observation, ports.policy);
    const { actions, losses } = lossesIn(examined, ports);
    if (request.event.approval !== undefined) requireApproved(account.id, actions, planned.actions);
    const beyond = beyondPlan(losses, planned.losses);
    if (beyond.length > 0) {
      throw new Failure(
        'PlanOutdated',
        `In ${account.id} more would be taken away by now than was planned: ${beyond.map(describeLoss).join(', ')}.`,
      );
    }
    const retirement = await carryOut(examined, iam, request, ports);
    // Given back where it has succeeded: a later attempt goes on under the same lock.
    await ports.table.releaseLock(subjectOf(request.event), request.execution);
    return { requests: examined.reconcile.requests.length, retirement };
  },
);
