import { reportKey } from '../../federation/bucket-keys';
import { canonicalJson } from '../../federation/canonical-json';
import type { FailedAccount } from './map-results';
import type { AccountStepsPorts } from './ports';

/** What became of a run over all accounts. */
export interface RunResult {
  readonly execution: string;
  /** Whether every account was due, and not only those of a plan. */
  readonly isWhole: boolean;
  /** Accounts that are as the policies want them, or are being made so. */
  readonly reconciled: number;
  /** Accounts of these in which there was something to do. */
  readonly changed: number;
  readonly failed: readonly FailedAccount[];
}

/** So many accounts are named in an event; the others are in the report. */
const mostNamed = 20;

/**
 * Ends a run: its report is in the bucket, and the outcomes bus hears of it. The policies count as those that every account
 * was compared with where that is so: as long as an account fails, the next deployment starts another run.
 */
export const concludeRun = async (
  { execution, isWhole, reconciled, changed, failed }: RunResult,
  { bucket, table, outcomes, clock, policyHash }: AccountStepsPorts,
): Promise<void> => {
  const at = clock.now().toISOString();
  const report = reportKey(execution, 'result');
  const result = { execution, policyHash, at, reconciled, changed, failed };
  await bucket.write(report, canonicalJson(result));
  if (isWhole && failed.length === 0) await table.writeReconciledPolicy({ policyHash, execution, at });
  await outcomes.publish({
    type: 'Organization Reconciled',
    detail: { execution, reconciled, changed, failed: failed.length, report },
  });
  if (failed.length === 0) return;
  await outcomes.publish({
    type: 'Accounts Not Reconciled',
    detail: { execution, accounts: failed.slice(0, mostNamed), failed: failed.length, report },
  });
};
