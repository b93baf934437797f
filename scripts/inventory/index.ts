/**
 * Inventories: what was observed of an organization, one account a line of JSON. Read in a stream, so that the size of
 * one account counts and not that of the organization; written by whoever has observed accounts.
 */
export { age } from './age';
export { type Beside, type CallerIndex, collectAccount, indexCallers } from './collect';
export { findRole, type FoundRole, type RoleWish } from './find-role';
export { inParallel } from './in-parallel';
export type { ByteRange } from './lines';
export { openPartialFile, type PartialFile, replaceFile, replaceFileBy } from './partial-file';
export { publishedLines, publishedManifest } from './published';
export { type BadLine, type ReadAccount, readAccounts } from './read-accounts';
export { renderInventory } from './render';
export type { InventorySources, OpenSources } from './sources';
export { wantedAccounts } from './wanted-accounts';
