import { accountOfName, isSharedName } from '../../federation/callers';
import type { AccountFacts } from '../../federation/compiled-policy';
import type { FactoryRecords } from '../../handlers/adapters/factory-records';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import type { InventorySources } from './sources';

/** What was read beside the accounts themselves, before any of them. */
export interface Beside {
  /** Undefined where they were left out. */
  readonly callers: CallerIndex | undefined;
  /** Undefined where they were left out, or where there is no factory. */
  readonly records: FactoryRecords | undefined;
}

/** Callers by the account that they are of, and those that roles share. */
export interface CallerIndex {
  readonly ofAccount: ReadonlyMap<string, readonly ObservedApplication[]>;
  readonly shared: readonly ObservedApplication[];
}

/** Sorts the callers of an organization by account. */
export const indexCallers = (callers: readonly ObservedApplication[]): CallerIndex => {
  const ofAccount = new Map<string, ObservedApplication[]>();
  for (const caller of callers) {
    const account = accountOfName(caller.uniqueName);
    if (account === undefined) continue;
    const known = ofAccount.get(account);
    if (known === undefined) ofAccount.set(account, [caller]);
    else known.push(caller);
  }
  return { ofAccount, shared: callers.filter(({ uniqueName }) => isSharedName(uniqueName)) };
};

/** Reads an account, and brings together what is known of it. The records are read last: nothing is missing from them that anything else shows. */
export const collectAccount = async (
  account: AccountFacts,
  { reader }: Pick<InventorySources, 'reader'>,
  { callers, records }: Beside,
  now: () => Date,
): Promise<InventoryAccount> => {
  const observedAt = now().toISOString();
  const { roles, providers } = await reader.read(account.id);
  const { bindings, sightings } = (await records?.of(account.id)) ?? { bindings: [], sightings: [] };
  const shared = new Set(bindings.map(({ uniqueName = '' }) => uniqueName));
  return {
    inventory: 'oidc-factory/v1',
    observedAt,
    account,
    roles,
    providers,
    callers: [
      ...(callers?.ofAccount.get(account.id) ?? []),
      ...(callers?.shared.filter(({ uniqueName }) => shared.has(uniqueName)) ?? []),
    ],
    bindings,
    sightings,
  };
};
