import { inventoryKey, manifestKey } from '../../federation/bucket-keys';
import { Failure } from '../../federation/failures';
import type { FactoryBucket } from '../../federation/ports';
import { parseJson } from '../../handlers/json';
import isInventoryManifest from '../../schemas/generated/inventory/manifest.validate';
import type { InventoryManifest } from '../../schemas/generated/inventory/manifest.types';

/** So many accounts are read side by side. */
const atOnce = 32;

/**
 * Which accounts the inventory has that the last reconcile has published, and when.
 * @throws Failure `AccessDenied`; `InvalidInput` where nothing is published, or by another version.
 */
export const publishedManifest = async (bucket: Pick<FactoryBucket, 'read'>): Promise<InventoryManifest> => {
  const manifest = parseJson(await bucket.read(manifestKey));
  if (isInventoryManifest(manifest)) return manifest;
  throw new Failure('InvalidInput', `The object ${manifestKey} was written by another version.`);
};

/**
 * The lines of a published inventory, each with its line break, by account: joined they are its file. They are read as
 * they are asked for, so that an inventory of any size can be written down with little memory.
 * @throws Failure `AccessDenied`, `InvalidInput`, `Throttled`, `Unavailable`.
 */
export async function* publishedLines(
  { accounts }: Pick<InventoryManifest, 'accounts'>,
  bucket: Pick<FactoryBucket, 'read'>,
): AsyncGenerator<string, void, undefined> {
  const sorted = accounts.toSorted();
  for (let from = 0; from < sorted.length; from += atOnce) {
    const batch = sorted.slice(from, from + atOnce);
    for (const line of await Promise.all(batch.map((account) => bucket.read(inventoryKey(account))))) yield line;
  }
}
