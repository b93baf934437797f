import { canonicalJson } from '../../federation/canonical-json';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { Finding } from '../../federation/findings';
import { observationOf } from '../../federation/inventoried-account';
import { planAccount, type AccountPlan, type PlannedAction, type PlanSurroundings } from '../../federation/plan';
import { fileErrorCode } from '../file-errors';
import { readAccounts, type BadLine, type ByteRange } from '../inventory';
import type { AccountReport } from './report';

/** A configuration to plan for. */
export interface PlannedConfiguration extends PlanSurroundings {
  readonly policy: CompiledPolicy;
}

/** A part of an inventory, and what to make of it. */
export interface PartRequest {
  readonly file: string;
  /** Absent: the whole file. */
  readonly range?: ByteRange;
  readonly wanted: PlannedConfiguration;
  /** To be compared with. */
  readonly against?: PlannedConfiguration;
  /** The moment that is planned for, in ISO 8601. */
  readonly now: string;
}

/** What was made of a part. */
export interface PartResult {
  /** Only of accounts of which there is something to say. */
  readonly reports: readonly AccountReport[];
  /** Every account, with the number of its line in the part. */
  readonly seen: readonly { readonly id: string; readonly line: number }[];
  readonly bad: readonly BadLine[];
  readonly lines: number;
  readonly roles: number;
  readonly observed?: { readonly first: string; readonly last: string };
}

/** An inventory that the file system does not give, or not to its end. */
export interface Unreadable {
  /** The code of the file system's error, such as `ENOENT`. */
  readonly unreadable: string;
}

/** What another thread answers: an error would arrive there without its code. */
export type PartAnswer = PartResult | Unreadable;

/** So many bad lines are told; who mends them runs the command again. */
const mostBad = 20;

/** Plans for every account of a part of an inventory, if it can be read. */
export const answerPart = async (request: PartRequest): Promise<PartAnswer> => {
  try {
    return await planPart(request);
  } catch (error) {
    const unreadable = fileErrorCode(error);
    if (unreadable === undefined) throw error;
    return { unreadable };
  }
};

const planPart = async (request: PartRequest): Promise<PartResult> => {
  const now = new Date(request.now);
  const reports: AccountReport[] = [];
  const seen: { readonly id: string; readonly line: number }[] = [];
  const bad: BadLine[] = [];
  let [lines, roles, first, last] = [0, 0, '', ''];
  for await (const batch of readAccounts(request.file, request.range)) {
    for (const read of batch) {
      lines = read.line;
      if ('problem' in read) {
        if (bad.length < mostBad) bad.push(read);
        continue;
      }
      const { account, line } = read;
      seen.push({ id: account.account.id, line });
      roles += account.roles.length;
      if (first === '' || account.observedAt < first) first = account.observedAt;
      if (account.observedAt > last) last = account.observedAt;
      const plan = ({ policy, ...surroundings }: PlannedConfiguration): AccountPlan =>
        planAccount(observationOf(account, policy, now), policy, surroundings);
      const report = compared(plan(request.wanted), request.against && plan(request.against));
      if (report !== undefined) reports.push(report);
    }
  }
  return { reports, seen, bad, lines, roles, ...(first !== '' && { observed: { first, last } }) };
};

const compared = ({ account, actions, findings }: AccountPlan, other?: AccountPlan): AccountReport | undefined => {
  const { id, name, organizationalUnit } = account;
  const about = { id, name, organizationalUnit };
  if (other === undefined)
    return actions.length + findings.length === 0 ? undefined : { account: about, actions, findings };
  const added = {
    actions: without(actions, other.actions, actionKey),
    findings: without(findings, other.findings, findingKey),
  };
  const noLonger = {
    actions: without(other.actions, actions, actionKey),
    findings: without(other.findings, findings, findingKey),
  };
  const differences = [added.actions, added.findings, noLonger.actions, noLonger.findings].flat().length;
  return differences === 0 ? undefined : { account: about, ...added, noLonger };
};

const without = <T>(some: readonly T[], others: readonly T[], key: (one: T) => string): readonly T[] => {
  const known = new Set(others.map(key));
  return some.filter((one) => !known.has(key(one)));
};

const actionKey = ({ because: _, ...action }: PlannedAction): string => canonicalJson(action);
const findingKey = (finding: Finding): string => canonicalJson(finding);
