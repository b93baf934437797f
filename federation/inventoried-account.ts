import type { CompiledPolicy } from './compiled-policy';
import type { InventoriedAccount } from './examine';
import { currentFacts } from './records';
import type { InventoryAccount } from '../schemas/generated/inventory/account.types';

/** An account of an inventory as the plan sees it: the lock file says where it is, if it knows it. */
export const observationOf = (
  { account, roles, providers, callers, bindings, sightings }: InventoryAccount,
  policy: CompiledPolicy,
  now: Date,
): InventoriedAccount => ({
  account: currentFacts(account, policy.accounts[account.id]) ?? account,
  roles,
  providers: new Map(
    policy.identityProviders.flatMap(({ name, issuer }) => {
      const provider = providers.find((each) => each.issuer === issuer);
      return provider?.audiences === undefined ? [] : [[name, { ...provider, audiences: provider.audiences }]];
    }),
  ),
  allProviders: providers,
  bindings,
  applications: callers,
  sightings,
  now,
});
