import { visible } from '../../customizations/configuration';
import { severities, findingDescriptions, type Finding } from '../../federation/findings';
import { cutOffBy, type PlannedAction } from '../../federation/plan';
import { describeAdmission, type Admission } from '../../federation/trust/admissions';
import { age } from '../inventory';
import { plural } from '../report-diagnostics';
import type { AccountReport, PlanReport } from './report';

/** So many actions, and findings of one kind, are listed for people; `-o json` has all of them. */
const mostListed = 20;

/** A heading of a plan with what stands under it. */
export interface PlanSection {
  readonly heading: string;
  readonly entries: readonly PlanEntry[];
  /** How many more there are. */
  readonly more: number;
}

/** One thing of a plan: what it is, and what there is to say of it. */
export interface PlanEntry {
  readonly title: string;
  readonly details: readonly string[];
}

/** The sections of a plan, in the order in which somebody should read them: what widens access first, then what takes it away. */
export const sectionsOf = ({ accounts, against }: PlanReport): readonly PlanSection[] => {
  const actions = accounts.flatMap((report) => report.actions.map((action) => ({ report, action })));
  const gone = accounts.flatMap((report) => (report.noLonger?.actions ?? []).map((action) => ({ report, action })));
  const findings = accounts.flatMap((report) => report.findings.map((finding) => ({ report, finding })));
  const goneFindings = accounts.flatMap((report) =>
    (report.noLonger?.findings ?? []).map((finding) => ({ report, finding })),
  );
  const entry = ({ report, action }: (typeof actions)[number]): PlanEntry => actionEntry(action, report);
  const also = against === undefined ? '' : ', which it would not before';
  return [
    section(`Widens access${also}`, actions.filter(({ action }) => action.widens).map(entry)),
    section(`Takes access away${also}`, actions.filter(({ action }) => !action.widens && cutsOff(action)).map(entry)),
    section(`Other actions${also}`, actions.filter(({ action }) => !action.widens && !cutsOff(action)).map(entry)),
    section('No longer done', gone.map(entry)),
    ...findingSections(findings, ''),
    ...findingSections(goneFindings, 'no longer found: '),
  ].filter(({ entries }) => entries.length > 0);
};

const cutsOff = (action: PlannedAction): boolean => cutOffBy(action).length > 0;

/** What a plan comes to, in a sentence or two. */
export const summaryLine = ({ summary, inventory }: PlanReport, now: Date): string => {
  const { create, change, remove, widen, cutOff, exempted } = summary;
  const found = severities
    .filter((each) => summary.findings[each] > 0)
    .map((each) => `${summary.findings[each]} ${each}`);
  const actions = `create ${create}, change ${change}, remove ${remove}; ${widen} of them widen access, ${cutOff} take access away`;
  const findings = `findings: ${found.join(', ') || 'none'}${exempted > 0 ? `, and ${exempted} exempted` : ''}`;
  const since = inventory.observed && `, observed ${age(now.getTime() - Date.parse(inventory.observed.first))} ago`;
  const counts = `${plural(inventory.accounts, 'account')}, ${plural(inventory.roles, 'role')}${since ?? ''}`;
  return `${actions}. ${findings}. ${counts}.${unseen(inventory.notObserved)}`;
};

/** Nothing is planned for what the inventory does not show. */
const unseen = (accounts: readonly string[] = []): string => {
  if (accounts.length === 0) return '';
  const some = accounts.slice(0, mostNamed).join(', ');
  const are = accounts.length === 1 ? 'is' : 'are';
  return ` ${plural(accounts.length, 'account')} in scope ${are} not in the inventory: ${some}${accounts.length > mostNamed ? ', …' : ''}.`;
};

const mostNamed = 5;

const section = (heading: string, entries: readonly PlanEntry[]): PlanSection => ({
  heading: `${heading} (${entries.length})`,
  entries: entries.slice(0, mostListed),
  more: Math.max(0, entries.length - mostListed),
});

const actionEntry = (action: PlannedAction, { account }: AccountReport): PlanEntry => {
  const { kind, role, subject, policy, because, before, after } = action;
  const lost = cutOffBy(action);
  const what = [kind, role ?? '', role === undefined ? (subject ?? '') : ''].filter((word) => word !== '').join(' ');
  const isAccess = role !== undefined && (before.length > 0 || after.length > 0);
  return {
    title: visible(`${account.name} (${account.id}): ${what}${policy === undefined ? '' : `, policy ${policy}`}`),
    details: [
      ...because,
      ...(isAccess ? [`before: ${whoever(before)}`, `after: ${whoever(after)}`] : []),
      ...(lost.length > 0 ? [`cut off: ${whoever(lost)}`] : []),
    ].map(visible),
  };
};

const whoever = (admissions: readonly Admission[]): string =>
  admissions.length === 0 ? 'nobody' : admissions.map(describeAdmission).join('; ');

interface PlacedFinding {
  readonly report: AccountReport;
  readonly finding: Finding;
}

const findingSections = (findings: readonly PlacedFinding[], prefix: string): readonly PlanSection[] => {
  const open = findings.filter(({ finding }) => finding.exemption === undefined);
  const accepted = findings.filter(({ finding }) => finding.exemption !== undefined);
  const byKind = new Map<string, PlacedFinding[]>();
  for (const placed of open) {
    const kind = `${placed.finding.severity} ${placed.finding.id}`;
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [placed]);
    else known.push(placed);
  }
  const groups = severities.flatMap((severity) =>
    findingDescriptions.map((description) => ({
      severity,
      description,
      placed: byKind.get(`${severity} ${description.id}`) ?? [],
    })),
  );
  return [
    ...groups
      .filter(({ placed }) => placed.length > 0)
      .map(({ severity, description, placed }) => {
        const { entries, heading, more } = section(`${prefix}${severity} ${description.id}`, placed.map(findingEntry));
        const meaning: PlanEntry = { title: description.meaning, details: [description.remedy] };
        return { heading, entries: prefix === '' ? [meaning, ...entries] : entries, more };
      }),
    section(`${prefix}exempted`, accepted.map(findingEntry)),
  ];
};

const findingEntry = ({ report: { account }, finding }: PlacedFinding): PlanEntry => {
  const { role, because, owner, exemption, id } = finding;
  const details = [
    ...(owner === undefined ? [] : [`owner: ${owner}`]),
    ...(exemption === undefined
      ? []
      : [`${id}, accepted until ${exemption.until} by ${exemption.owner}: ${exemption.reason}`]),
  ];
  const where = `${account.name} (${account.id})${role === undefined ? '' : ` ${role}`}`;
  return { title: visible(`${where}: ${because}`), details: details.map(visible) };
};
