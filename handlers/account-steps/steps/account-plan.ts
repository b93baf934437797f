import { inventoryKey, planKey } from '../../../federation/bucket-keys';
import { canonicalJson } from '../../../federation/canonical-json';
import { isSharedName } from '../../../federation/callers';
import { examine, type ExaminedAccount, type InventoriedAccount } from '../../../federation/examine';
import { providerNeeds } from '../../../federation/reconcile';
import { outOfScope } from '../../../federation/verdict';
import type { InventoryAccount } from '../../../schemas/generated/inventory/account.types';
import type { AccountPlanObject } from '../../../schemas/generated/records/account-plan.types';
import { canonicalHash } from '../../canonical-hash';
import type { StepOutputs } from '../../step';
import { knownAccount } from '../inspection';
import { lossesIn } from '../losses';
import { observeAccount } from '../observe-account';
import { accountStep } from '../ports';
import { callersOf } from '../stored';

/**
 * Plans one account of a run over all of them. Nothing is written there; its line of the inventory goes into the bucket,
 * and into the table what nothing accounts for, because what is seen again a day later is only then to be removed.
 */
export const accountPlan = accountStep(
  'account.plan',
  async ({ request, inputs: { callers } }, ports): Promise<StepOutputs<'account.plan'>> => {
    const account = await knownAccount(request.event.account, ports);
    const applications = await callersOf(account.id, callers, ports);
    const { observation } = await observeAccount(account, applications, ports);
    const examined = examine(observation, ports.policy);
    const { actions, losses, counted, plan } = lossesIn(examined, ports);
    const work = workIn(examined);
    await ports.bucket.write(inventoryKey(account.id), `${canonicalJson(lineOf(observation))}\n`);
    if (canonicalJson(examined.reconcile.sightings) !== canonicalJson(observation.sightings))
      await ports.table.writeSightings(account.id, examined.reconcile.sightings);
    if (work > 0) {
      const planned: AccountPlanObject = {
        account: account.id,
        actions: actions.map(canonicalHash),
        losses: [...losses],
      };
      await ports.bucket.write(planKey(request.execution, account.id), canonicalJson(planned));
    }
    const { managed, removed, rewritten } = counted;
    return { managed, removed, rewritten, work, plan, actions: canonicalHash(actions) };
  },
);

/** How much there is to be done. */
const workIn = ({ observation, reconcile, policy }: ExaminedAccount): number => {
  const isInScope = outOfScope(observation.account, policy) === undefined;
  const needs = isInScope ? providerNeeds(observation, reconcile.requests, policy) : [];
  return reconcile.requests.length + reconcile.expiring.length + reconcile.orphans.length + needs.length;
};

/** The account as a line of an inventory; of the callers that accounts share those that it has a binding to. */
const lineOf = ({
  account,
  roles,
  allProviders,
  bindings,
  applications,
  sightings,
  now,
}: InventoriedAccount): InventoryAccount => {
  const named = new Set(bindings.map(({ uniqueName = '' }) => uniqueName));
  return {
    inventory: 'oidc-factory/v1',
    observedAt: now.toISOString(),
    account,
    roles,
    providers: allProviders,
    callers: applications.filter(({ uniqueName }) => !isSharedName(uniqueName) || named.has(uniqueName)),
    bindings,
    sightings,
  };
};
