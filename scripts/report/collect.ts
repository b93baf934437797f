import { canonicalJson } from '../../federation/canonical-json';
import { compareText } from '../../federation/compare';
import { examine } from '../../federation/examine';
import { findingDescriptions, findingsOf } from '../../federation/findings';
import { hostAndPathOf } from '../../federation/issuer';
import {
  createAccountReporter,
  createChangeLog,
  createExemptionCounts,
  summarizeAccount,
  summaryOf,
  unitsOf,
  type AccountSummary,
} from '../../federation/report';
import { observationOf } from '../../federation/inventoried-account';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import type { FederationReport, ReportedAccount } from '../../schemas/generated/reports/report.types';
import { readAccounts, type BadLine } from '../inventory';
import type { CheckedProject } from '../project';

/** What a report is made of. */
export interface ReportRequest {
  /** The file of the inventory; `-` is standard input. */
  readonly inventory: string;
  readonly project: Pick<CheckedProject, 'policy' | 'policyHash' | 'exemptions' | 'guardrails'>;
  /** An earlier report, to be compared with. */
  readonly since?: FederationReport;
  readonly now: Date;
}

/** All of a report but its accounts. */
export type ReportHeader = Omit<FederationReport, 'accounts'>;

/** A report. Each account is kept as its JSON, by id, so that a large organization takes the room of its text only. */
export interface CollectedReport {
  readonly header: ReportHeader;
  readonly accounts: readonly string[];
}

/** So many bad lines are told; who mends them runs the command again. */
const mostBad = 20;

/**
 * Reads and judges an inventory, account by account.
 * @returns the report, or the lines that are wrong. Errors of the file system are thrown as they are.
 */
export const collectReport = async (
  request: ReportRequest,
): Promise<CollectedReport | { readonly bad: readonly BadLine[] }> => {
  const ledger = createLedger(request);
  const lines = new Map<string, number>();
  const bad: BadLine[] = [];
  for await (const batch of readAccounts(request.inventory))
    for (const read of batch) {
      const problem = 'problem' in read ? read.problem : repeated(read.account.account.id, lines);
      if (problem !== undefined && bad.length < mostBad) bad.push({ line: read.line, problem });
      if ('problem' in read || bad.length > 0) continue;
      lines.set(read.account.account.id, read.line);
      ledger.add(read.account);
    }
  return bad.length > 0 ? { bad } : ledger.close();
};

/** An account of a collected report. */
export const accountOf = (text: string): ReportedAccount => JSON.parse(text) as ReportedAccount;

const repeated = (id: string, lines: ReadonlyMap<string, number>): string | undefined => {
  const earlier = lines.get(id);
  return earlier === undefined
    ? undefined
    : `The account ${id} is in line ${earlier} already. Keep the newer of the two.`;
};

/** Takes up accounts in whatever order. */
const createLedger = ({ project, since, now }: ReportRequest) => {
  const { policy, policyHash, exemptions, guardrails } = project;
  const reporter = createAccountReporter(policy);
  const counts = createExemptionCounts(exemptions);
  const log = createChangeLog();
  const earlier = new Map((since?.accounts ?? []).map((account) => [account.id, account]));
  const accounts = new Map<string, { readonly text: string; readonly summary: AccountSummary }>();
  const found = new Set<string>();
  let [roles, observed, first, last] = [0, 0, '', ''];
  const keep = (account: ReportedAccount): void => {
    if (since !== undefined) log.compare(earlier.get(account.id), account);
    accounts.set(account.id, { text: canonicalJson(account), summary: summarizeAccount(account) });
  };
  return {
    add: (inventoried: InventoryAccount): void => {
      const { observedAt } = inventoried;
      const examined = examine(observationOf(inventoried, policy, now), policy, guardrails);
      const findings = findingsOf(examined, exemptions);
      for (const { id } of findings) found.add(id);
      counts.add(examined.observation.account, findings);
      keep(reporter.observed(examined, observedAt, findings));
      roles += inventoried.roles.length;
      observed += 1;
      if (first === '' || observedAt < first) first = observedAt;
      if (observedAt > last) last = observedAt;
    },
    close: (): CollectedReport => {
      for (const account of Object.values(policy.accounts))
        if (!accounts.has(account.id)) keep(reporter.missing(account));
      for (const [id, account] of earlier) if (!accounts.has(id)) log.compare(account, undefined);
      const sorted = [...accounts].toSorted(([one], [other]) => compareText(one, other)).map(([, account]) => account);
      const summaries = sorted.map(({ summary }) => summary);
      const { id, partition, homeRegion } = policy.organization;
      return {
        header: {
          report: 'oidc-factory/v1',
          organization: { id, partition, homeRegion, factoryAccount: policy.factoryAccount },
          generatedAt: now.toISOString(),
          policyHash,
          inventory: { accounts: observed, roles, ...(first !== '' && { observed: { first, last } }) },
          summary: summaryOf(summaries),
          identityProviders: [
            ...policy.identityProviders.map(({ name, issuer }) => ({ name, kind: 'entra', issuer })),
            ...policy.outsideProviders,
          ].map(({ name, kind, issuer }) => ({ name, kind, issuer: hostAndPathOf(issuer) })),
          descriptions: findingDescriptions
            .filter((description) => found.has(description.id))
            .map((description) => ({
              id: description.id,
              meaning: description.meaning,
              remedy: description.remedy,
            })),
          exemptions: counts.exemptions(),
          credentials: reporter.credentials(),
          ...(since !== undefined && { changes: log.changes(since.generatedAt) }),
          units: unitsOf(summaries, Object.values(policy.organizationalUnits)),
        },
        accounts: sorted.map(({ text }) => text),
      };
    },
  };
};
