import type { AccountFacts } from '../../federation/compiled-policy';
import type { Finding, Severity } from '../../federation/findings';
import { cutOffBy, type ActionEffect, type PlannedAction } from '../../federation/plan';

/** What a plan says of an account; only accounts of which it says something are listed. */
export interface AccountReport {
  readonly account: Pick<AccountFacts, 'id' | 'name' | 'organizationalUnit'>;
  readonly actions: readonly PlannedAction[];
  readonly findings: readonly Finding[];
  /** Where two configurations are compared: what the other one would do or find, and this one does not. */
  readonly noLonger?: {
    readonly actions: readonly PlannedAction[];
    readonly findings: readonly Finding[];
  };
}

/** What was planned from. */
export interface PlannedFrom {
  readonly file: string;
  readonly accounts: number;
  readonly roles: number;
  /** When the first and the last account were observed, in ISO 8601; absent where there is none. */
  readonly observed?: { readonly first: string; readonly last: string };
  /** Ids of the accounts of the lock file that are in scope and not in the inventory; absent where there are none. */
  readonly notObserved?: readonly string[];
}

/** How much there is to do and to see. */
export interface PlanSummary extends Readonly<Record<ActionEffect, number>> {
  /** Actions that admit somebody who was not admitted before. */
  readonly widen: number;
  /** Actions after which somebody is no longer admitted. */
  readonly cutOff: number;
  /** Findings that no exemption accepts. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly exempted: number;
}

/** A plan of a whole organization, as `-o json` prints it. */
export interface PlanReport {
  readonly inventory: PlannedFrom;
  readonly policyHash: string;
  /** The configuration that it is compared with: then only the differences are listed and counted. */
  readonly against?: { readonly ref: string; readonly policyHash: string };
  readonly summary: PlanSummary;
  /** By account id. */
  readonly accounts: readonly AccountReport[];
}

/** Counts what a plan says. */
export const summarize = (accounts: readonly Pick<AccountReport, 'actions' | 'findings'>[]): PlanSummary => {
  const effects = { create: 0, change: 0, remove: 0 };
  const findings = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  let [widen, cutOff, exempted] = [0, 0, 0];
  for (const account of accounts) {
    for (const action of account.actions) {
      effects[action.effect] += 1;
      if (action.widens) widen += 1;
      if (cutOffBy(action).length > 0) cutOff += 1;
    }
    for (const finding of account.findings) {
      if (finding.exemption === undefined) findings[finding.severity] += 1;
      else exempted += 1;
    }
  }
  return { ...effects, widen, cutOff, findings, exempted };
};

/** Whether there is anything to do or to see. */
export const saysSomething = ({ create, change, remove, findings }: PlanSummary): boolean =>
  create + change + remove + Object.values(findings).reduce((sum, count) => sum + count, 0) > 0;
