import type { ReportedAccount, ReportedUnit, ReportSummary } from '../../schemas/generated/reports/report.types';
import { compareText } from '../compare';
import { addCoverage, addFindings, countFindings, noCoverage, noFindings } from './counts';

/** What of an account is summed up. */
export interface AccountSummary extends Pick<ReportedAccount, 'id' | 'organizationalUnit' | 'scope' | 'coverage'> {
  readonly isObserved: boolean;
  readonly roles: number;
  readonly bound: number;
  readonly findings: ReportedUnit['findings'];
  readonly exempted: number;
}

/** Sums up an account. */
export const summarizeAccount = (account: ReportedAccount): AccountSummary => {
  const { id, organizationalUnit, scope, coverage, observedAt, roles, findings } = account;
  return {
    id,
    organizationalUnit,
    scope,
    coverage,
    isObserved: observedAt !== undefined,
    roles: roles.length,
    bound: roles.filter(({ state }) => state === 'bound').length,
    findings: countFindings(findings),
    exempted: findings.filter(({ exemption }) => exemption !== undefined).length,
  };
};

/** The headline numbers. */
export const summaryOf = (accounts: readonly AccountSummary[]): ReportSummary => {
  const { inScope, notObserved, coverage, findings } = sum(accounts);
  const total = (count: (account: AccountSummary) => number): number =>
    accounts.reduce((so, account) => so + count(account), 0);
  return {
    accounts: accounts.length,
    inScope,
    notObserved,
    roles: total(({ roles }) => roles),
    coverage,
    outOfScope: total((account) => (isInside(account) ? 0 : account.coverage.federated)),
    bound: total(({ bound }) => bound),
    findings,
    exempted: total(({ exempted }) => exempted),
  };
};

/**
 * The organizational units as a tree, each before those below it, with all that is below it summed up.
 * @param paths those that are known; those of the accounts, and what is above them, are added.
 */
export const unitsOf = (accounts: readonly AccountSummary[], paths: readonly string[]): readonly ReportedUnit[] => {
  const within = new Map<string, AccountSummary[]>();
  for (const path of paths) for (const each of lineOf(path)) within.set(each, within.get(each) ?? []);
  for (const account of accounts)
    for (const path of lineOf(account.organizationalUnit)) {
      const known = within.get(path);
      if (known === undefined) within.set(path, [account]);
      else known.push(account);
    }
  return [...within]
    .map(([path, those]) => ({ path, accounts: those.length, ...sum(those) }))
    .toSorted((one, other) => compareText(sortKey(one.path), sortKey(other.path)));
};

type Sums = Omit<ReportedUnit, 'path' | 'accounts'>;

const isInside = ({ scope }: Pick<AccountSummary, 'scope'>): boolean => scope === 'inside';

const sum = (accounts: readonly AccountSummary[]): Sums => {
  const inside = accounts.filter(isInside);
  return {
    inScope: inside.length,
    notObserved: inside.filter(({ isObserved }) => !isObserved).length,
    coverage: inside.reduce((so, { coverage }) => addCoverage(so, coverage), noCoverage),
    findings: accounts.reduce((so, { findings }) => addFindings(so, findings), noFindings),
  };
};

/** A unit and all that it is in: `/`, `/Workloads`, `/Workloads/Prod`. */
const lineOf = (path: string): readonly string[] => {
  const names = path.split('/').filter((name) => name !== '');
  return ['/', ...names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)];
};

/** A unit stands before all that is below it, and that before the next unit, whatever letters names begin with. */
const sortKey = (path: string): string => path.replaceAll('/', '\0');
