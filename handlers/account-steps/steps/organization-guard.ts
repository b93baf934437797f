import { listKey, manifestKey, reportKey } from '../../../federation/bucket-keys';
import { canonicalJson } from '../../../federation/canonical-json';
import { guard, type AccountLosses } from '../../../federation/guard';
import { canonicalHash } from '../../canonical-hash';
import type { InventoryManifest } from '../../../schemas/generated/inventory/manifest.types';
import type { StepOutputs } from '../../step';
import { askForConfirmation } from '../confirmation';
import { readMapResults, type DoneAccount } from '../map-results';
import { accountStep, type AccountStepsPorts } from '../ports';
import { concludeRun } from '../conclude-run';

/**
 * Adds up what the run would take away. Beyond the limit it stops before the first write: it asks for a confirmation that
 * names the plan's hash. The inventory is published in any case, because everything has been read.
 */
export const organizationGuard = accountStep(
  'organization.guard',
  async ({ request, inputs: { results } }, ports): Promise<StepOutputs<'organization.guard'>> => {
    const { execution } = request;
    const { done, failed } = await readMapResults(results, ports);
    const planned = done.flatMap(plannedIn).sort((one, other) => (one.account < other.account ? -1 : 1));
    await publishInventory(execution, planned, ports);

    const accounts = listKey(execution, 'to-apply');
    const losing = planned.filter(({ removed, rewritten }) => removed + rewritten > 0);
    const { policyHash, policy } = ports;
    const plan = canonicalHash({ policyHash, accounts: losing.map((one) => [one.account, one.plan]) });
    const busy = planned.filter(({ work }) => work > 0);
    // In the order in which they were planned: that of the waves.
    const order = new Map(done.map(({ account }, index) => [account, index]));
    const queued = busy.toSorted((one, other) => (order.get(one.account) ?? 0) - (order.get(other.account) ?? 0));
    await ports.bucket.write(accounts, JSON.stringify(queued.map(({ account }) => ({ account }))));
    const verdict = guard(planned, policy.guard);
    await ports.bucket.write(
      reportKey(execution, 'plan'),
      canonicalJson({ plan, ...verdict, planned: planned.length, accounts: busy, failed }),
    );

    if (verdict.kind === 'stop') {
      await askForConfirmation({ ...verdict, plan, subject: 'organization' }, request, ports);
      return { verdict: 'confirm', plan, accounts };
    }
    if (busy.length > 0) return { verdict: 'go', plan, accounts };
    await concludeRun({ execution, reconciled: done.length, changed: 0, failed }, ports);
    return { verdict: 'nothing', plan, accounts };
  },
);

type Planned = AccountLosses & { readonly work: number; readonly plan: string };

const plannedIn = ({ account, planned }: DoneAccount): readonly Planned[] =>
  planned === undefined ? [] : [{ account, ...planned }];

/** Says which accounts the inventory has now; their lines have been written one by one. */
const publishInventory = async (
  run: string,
  planned: readonly Planned[],
  { bucket, clock, policyHash }: AccountStepsPorts,
): Promise<void> => {
  const accounts = planned.map(({ account }) => account);
  const manifest: InventoryManifest = {
    inventory: 'oidc-factory/v1',
    run,
    publishedAt: clock.now().toISOString(),
    policyHash,
    accounts,
  };
  await bucket.write(manifestKey, canonicalJson(manifest));
};
