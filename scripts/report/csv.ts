import type {
  ReportedAccount,
  ReportedDescription,
  ReportedFinding,
} from '../../schemas/generated/reports/report.types';
import { accountOf, type CollectedReport } from './collect';

/** A finding with all that a row may tell of it. */
interface Row {
  readonly account: ReportedAccount;
  readonly finding: ReportedFinding;
  readonly description: ReportedDescription | undefined;
}

const columns: readonly (readonly [heading: string, cell: (row: Row) => string | undefined])[] = [
  ['account', ({ account }) => account.id],
  ['account_name', ({ account }) => account.name],
  ['organizational_unit', ({ account }) => account.organizationalUnit],
  ['severity', ({ finding }) => finding.severity],
  ['finding', ({ finding }) => finding.id],
  ['role', ({ finding }) => finding.role],
  ['subject', ({ finding }) => finding.subject],
  ['because', ({ finding }) => finding.because],
  ['policy', ({ finding }) => finding.policy],
  ['owner', ({ finding }) => finding.owner],
  ['exempted_until', ({ finding }) => finding.exemption?.until],
  ['exemption_owner', ({ finding }) => finding.exemption?.owner],
  ['exemption_reason', ({ finding }) => finding.exemption?.reason],
  ['meaning', ({ description }) => description?.meaning],
  ['remedy', ({ description }) => description?.remedy],
  ['observed_at', ({ account }) => account.observedAt],
];

/** The findings of a report as CSV, a row each, in pieces. Source: RFC 4180. */
export function* csvOf({ header, accounts }: CollectedReport): Generator<string> {
  const descriptions = new Map(header.descriptions.map((description) => [description.id, description]));
  yield lineOf(columns.map(([heading]) => heading));
  for (const text of accounts) {
    const account = accountOf(text);
    for (const finding of account.findings) {
      const row = { account, finding, description: descriptions.get(finding.id) };
      yield lineOf(columns.map(([, cell]) => cell(row) ?? ''));
    }
  }
}

const lineOf = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/**
 * A cell as CSV. Spreadsheets take what begins with one of these characters for a formula, also in quotes: an apostrophe
 * in front keeps it a text.
 */
export const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
