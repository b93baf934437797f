import { compareText } from '../../federation/compare';
import { canonicalJson } from '../../federation/canonical-json';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';

/** An inventory as its file: one account a line, by id; the same accounts give the same bytes. */
export const renderInventory = (accounts: readonly InventoryAccount[]): string =>
  accounts
    .toSorted((one, other) => compareText(one.account.id, other.account.id))
    .map((account) => `${canonicalJson(account)}\n`)
    .join('');
