/*
 * Where things are in the factory's bucket. What belongs to one run is under `runs/` and expires; each kind has a prefix
 * of its own, so that the rights of functions and workflows can be given by it.
 */

/** The prefixes, as the policies of functions and workflows name them. */
export const bucketPrefixes = {
  /** Lists of accounts that a distributed `forEach` goes over. */
  lists: 'runs/lists/',
  /** The callers of the tenants, in shards. */
  callers: 'runs/callers/',
  /** What is to be done in one account. */
  plans: 'runs/plans/',
  /** What Step Functions writes of the items of a distributed `forEach`. */
  results: 'runs/results/',
  /** What became of a run. */
  reports: 'runs/reports/',
  /** Plans that somebody has approved. */
  approved: 'runs/approved/',
  /** What was last observed of each account. */
  inventory: 'inventory/',
} as const;

/** What expires. */
export const runsPrefix = 'runs/';

/** The accounts of a run that a step of it has listed. */
export const listKey = (run: string, name: string): string => `${bucketPrefixes.lists}${run}/${name}.json`;

/** Where a run keeps the callers; the last part says in how many shards. */
export const callersKey = (run: string, shards: number): string => `${bucketPrefixes.callers}${run}/${shards}`;

/** How many shards there are of the callers that are kept at a key. */
export const shardsAt = (callers: string): number | undefined => {
  const shards = /^runs\/callers\/[^/]+\/([1-9][0-9]{0,3})$/.exec(callers)?.[1];
  return shards === undefined ? undefined : Number(shards);
};

/** One shard of the callers. */
export const shardKey = (callers: string, shard: number): string => `${callers}/${shard}.json`;

/** The shard that has the callers of an account. */
export const shardOf = (account: string, shards: number): number => Number(account.slice(-6)) % shards;

/** What is to be done in an account, as a run has planned it. */
export const planKey = (run: string, account: string): string => `${bucketPrefixes.plans}${run}/${account}.json`;

/** What a run has planned, and what became of it. */
export const reportKey = (run: string, part: 'plan' | 'result'): string =>
  `${bucketPrefixes.reports}${run}/${part}.json`;

/** A plan that somebody has approved, by its hash. */
export const approvedKey = (plan: string): string => `${bucketPrefixes.approved}${plan}.json`;

/** The line of an account in the inventory that was last published. */
export const inventoryKey = (account: string): string => `${bucketPrefixes.inventory}accounts/${account}.json`;

/** Which accounts the published inventory has, and when it was made. */
export const manifestKey = `${bucketPrefixes.inventory}manifest.json`;
