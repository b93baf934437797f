import { uniqueNameOf } from '../../../federation/callers';
import type { ReportedAccount, ReportedFinding, ReportedRole } from '../../../schemas/generated/reports/report.types';

/** How bad findings are, the worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** How bad a finding is. */
export type PageSeverity = (typeof severities)[number];

/** A row of the table of findings. */
export interface FindingItem {
  readonly account: ReportedAccount;
  readonly finding: ReportedFinding;
  /** The role that it is of, where the report has it. */
  readonly role: ReportedRole | undefined;
}

/** A row of the table of roles. */
export interface RoleItem {
  readonly account: ReportedAccount;
  readonly role: ReportedRole;
  /** Those of the role. */
  readonly findings: readonly ReportedFinding[];
}

/** The findings of accounts, the worst first and those that are accepted last. */
export const findingItems = (accounts: readonly ReportedAccount[]): readonly FindingItem[] =>
  accounts
    .flatMap((account) =>
      account.findings.map((finding) => ({ account, finding, role: roleNamed(account, finding.role) })),
    )
    .toSorted((one, other) => weight(one.finding) - weight(other.finding));

/** The roles of accounts. */
export const roleItems = (accounts: readonly ReportedAccount[]): readonly RoleItem[] =>
  accounts.flatMap((account) =>
    account.roles.map((role) => ({
      account,
      role,
      findings: account.findings.filter((finding) => isSameName(finding.role, role.name)),
    })),
  );

/** The unique name of the application of a role's caller; undefined where it has none, or the factory does not know it. */
export const applicationOf = (
  { id }: ReportedAccount,
  { application, caller, name }: ReportedRole,
): string | undefined => application ?? (caller === 'own-application' ? uniqueNameOf(id, name) : undefined);

/** Whether a role admits somebody whom nobody has named. */
export const isUncovered = ({ state, admits }: ReportedRole): boolean =>
  state === 'unreadable' || admits.some(({ namedBy }) => namedBy === 'nobody');

const weight = ({ severity, exemption }: ReportedFinding): number =>
  severities.indexOf(severity) + (exemption === undefined ? 0 : severities.length);

const roleNamed = ({ roles }: ReportedAccount, name: string | undefined): ReportedRole | undefined =>
  name === undefined ? undefined : roles.find((role) => isSameName(name, role.name));

const isSameName = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
