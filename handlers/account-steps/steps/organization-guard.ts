import { listKey, manifestKey, reportKey } from '../../../federation/bucket-keys';
import { canonicalJson } from '../../../federation/canonical-json';
import { guard, type AccountLosses, type HeldAccount } from '../../../federation/guard';
import { canonicalHash } from '../../canonical-hash';
import type { InventoryManifest } from '../../../schemas/generated/inventory/manifest.types';
import type { StepOutputs } from '../../step';
import { approvedActions, approvedPlan } from '../approval';
import { askForConfirmation } from '../confirmation';
import { readMapResults, type DoneAccount, type FailedAccount } from '../map-results';
import { accountStep, type AccountStepsPorts } from '../ports';
import { concludeRun } from '../conclude-run';
import { requestWorkflows } from '../requests';

/**
 * Adds up what the run would take away. Beyond the limit it stops before the first write: it asks for a confirmation that
 * names the plan's hash. An account that would lose most of what it has is left to a reconcile of its own, which asks for
 * it alone, and the others go on. The inventory is published where everything has been read. Of an approved plan only
 * those accounts go on in which exactly that is to be done.
 */
export const organizationGuard = accountStep(
  'organization.guard',
  async ({ request, inputs: { results } }, ports): Promise<StepOutputs<'organization.guard'>> => {
    const { execution, event } = request;
    const { policyHash, policy } = ports;
    const seenAt = ports.clock.now();
    const { done, failed: unread } = await readMapResults(results, ports);
    const planned = done.flatMap(plannedIn).sort((one, other) => (one.account < other.account ? -1 : 1));
    const isWhole = event.approval === undefined;
    if (isWhole) await publishInventory(execution, planned, ports);

    const approved =
      event.approval === undefined ? undefined : approvedActions(await approvedPlan(event.approval, ports));
    const outdated = approved === undefined ? [] : outdatedIn(planned, approved);
    const verdict = guard(planned, policy.guard);
    // Whoever has approved a plan by its hash has confirmed what it takes away.
    const held = isWhole && verdict.kind === 'go' ? verdict.held : [];
    const isHeld = new Set(held.map(({ account }) => account));
    const failed = [...unread, ...outdated, ...held.map(heldAccount)];
    const accounts = listKey(execution, 'to-apply');
    const losing = planned.filter(({ removed, rewritten }) => removed + rewritten > 0);
    const plan = canonicalHash({ policyHash, accounts: losing.map((one) => [one.account, one.plan]) });
    const busy = planned.filter(({ account, work, actions }) =>
      approved === undefined ? work > 0 && !isHeld.has(account) : approved.get(account) === actions,
    );
    // In the order in which they were planned: that of the waves.
    const order = new Map(done.map(({ account }, index) => [account, index]));
    const queued = busy.toSorted((one, other) => (order.get(one.account) ?? 0) - (order.get(other.account) ?? 0));
    await ports.bucket.write(accounts, JSON.stringify(queued.map(({ account }) => ({ account }))));
    const reconciled = planned.length - outdated.length - held.length;
    await ports.bucket.write(
      reportKey(execution, 'plan'),
      canonicalJson({ plan, ...verdict, planned: reconciled, accounts: busy, failed }),
    );
    await requestWorkflows(
      held.map(({ account }) => ({ trigger: 'account-due', account })),
      request,
      seenAt,
      ports,
    );

    if (verdict.kind === 'stop' && isWhole) {
      await askForConfirmation({ ...verdict, plan, subject: 'organization' }, request, ports);
      return { verdict: 'confirm', plan, accounts };
    }
    if (busy.length > 0) return { verdict: 'go', plan, accounts };
    await concludeRun({ execution, isWhole, reconciled, changed: 0, failed }, ports);
    return { verdict: 'nothing', plan, accounts };
  },
);

type Planned = AccountLosses & { readonly work: number; readonly plan: string; readonly actions: string };

const plannedIn = ({ account, planned }: DoneAccount): readonly Planned[] =>
  planned === undefined ? [] : [{ account, ...planned }];

const nothing = canonicalHash([]);

/** The accounts in which something else is to be done by now than was approved; where nothing is, it has been done already. */
const outdatedIn = (planned: readonly Planned[], approved: ReadonlyMap<string, string>): readonly FailedAccount[] =>
  planned
    .filter(({ account, actions }) => actions !== nothing && approved.get(account) !== actions)
    .map(({ account }) => ({
      account,
      error: 'PlanOutdated',
      what: `In ${account} something else would be done by now than was approved. Nothing of it was written. Plan anew.`,
    }));

const heldAccount = ({ account, because }: HeldAccount): FailedAccount => ({
  account,
  error: 'ConfirmationMissing',
  what: `${because} Nothing of it was written: a reconcile of this account alone asks for a confirmation.`,
});

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
