/**
 * Inventories: what was observed of an organization, one account a line of JSON. Read in a stream, so that the size of
 * one account counts and not that of the organization; written by whoever has observed accounts.
 */
export { age } from './age';
export { findRole, type FoundRole, type RoleWish } from './find-role';
export type { ByteRange } from './lines';
export { observationOf } from './observation';
export { type BadLine, type ReadAccount, readAccounts } from './read-accounts';
export { renderInventory } from './render';
