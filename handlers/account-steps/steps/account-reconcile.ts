import { examine } from '../../../federation/examine';
import { guardAccount } from '../../../federation/guard';
import { leaseUntil } from '../../../federation/leases';
import type { StepOutputs } from '../../step';
import { carryOut, retirementOf } from '../carry-out';
import { requireConfirmation } from '../confirmation';
import { knownAccount } from '../inspection';
import { lossesIn } from '../losses';
import { observeAccount } from '../observe-account';
import { accountStep } from '../ports';
import { takeReconcileTurn } from '../reconcile-turn';

/** Compares one account with the policies; where most of it would go, somebody must confirm that before the first write. */
export const accountReconcile = accountStep(
  'account.reconcile',
  async ({ request, inputs: { directory } }, ports): Promise<StepOutputs<'account.reconcile'>> => {
    const { event } = request;
    const account = await knownAccount(event.account, ports);
    if ((await takeReconcileTurn(request, (now) => leaseUntil(event.trigger, now), ports)) === 'overtaken')
      return { requests: 0, retirement: retirementOf([], account, ports) };
    const { observation, iam } = await observeAccount(account, directory.applications, ports);
    const examined = examine(observation, ports.policy);
    const { counted, plan } = lossesIn(examined, ports);
    const verdict = guardAccount(counted, ports.policy.guard);
    if (verdict.kind === 'stop') await requireConfirmation({ ...verdict, plan, subject: account.id }, request, ports);
    const retirement = await carryOut(examined, iam, request, ports);
    return { requests: examined.reconcile.requests.length, retirement };
  },
);
