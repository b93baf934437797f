import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { canonicalHash } from '../../handlers/canonical-hash';
import type { PlanReport } from './report';

/** A plan that can be carried out as it was approved. */
export interface PlanFile {
  readonly plan: 'oidc-factory/v1';
  readonly policyHash: string;
  /** SHA-256 of the inventory that it was made from, in hexadecimal. */
  readonly inventory: string;
  readonly accounts: readonly {
    readonly account: string;
    readonly actions: PlanReport['accounts'][number]['actions'];
  }[];
  /** SHA-256 of the canonical JSON of all the rest, in hexadecimal. */
  readonly hash: string;
}

/** The plan of a report. The same configuration and inventory give the same hash, as long as the same is to be done. */
export const planFileOf = (
  { policyHash, accounts }: Pick<PlanReport, 'policyHash' | 'accounts'>,
  inventory: string,
): PlanFile => {
  const plan = {
    plan: 'oidc-factory/v1',
    policyHash,
    inventory,
    accounts: accounts
      .filter(({ actions }) => actions.length > 0)
      .map(({ account, actions }) => ({ account: account.id, actions })),
  } as const;
  return { ...plan, hash: canonicalHash(plan) };
};

/** The SHA-256 of a file, in hexadecimal. */
export const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};
