import type {
  ReportChanges,
  ReportedAccount,
  ReportedAdmission,
  ReportedChange,
  ReportedFinding,
  ReportedRole,
} from '../../schemas/generated/reports/report.types';
import { isOpen } from './counts';
import { findingIdentities } from './finding-identity';

/** Notes what is otherwise than in an earlier report, account by account. */
export interface ChangeLog {
  /** Each account once that is in either of the reports. */
  compare(before: ReportedAccount | undefined, after: ReportedAccount | undefined): void;
  /** @param since when the earlier report was made, in ISO 8601. */
  changes(since: string): ReportChanges;
}

type Kind = Exclude<keyof ReportChanges, 'since'>;

/** So many changes of each kind are listed; all are counted. */
const mostListed = 1000;

/** Begins a log. */
export const createChangeLog = (): ChangeLog => {
  const lists: Record<Kind, ReportedChange[]> = {
    accountsAdded: [],
    accountsGone: [],
    accountsLost: [],
    rolesAdded: [],
    rolesRemoved: [],
    rolesChanged: [],
    findingsNew: [],
    findingsMended: [],
    findingsAccepted: [],
  };
  const note = (kind: Kind, change: ReportedChange): void => {
    lists[kind].push(change);
  };
  const listOf = (kind: Kind) => ({ count: lists[kind].length, first: lists[kind].slice(0, mostListed) });
  return {
    compare: (before, after) => {
      const account = after ?? before;
      if (account === undefined) return;
      const { id } = account;
      if (before === undefined) note('accountsAdded', aboutAccount(account));
      if (after === undefined) note('accountsGone', aboutAccount(account));
      if (before?.observedAt !== undefined && after !== undefined && after.observedAt === undefined)
        note('accountsLost', aboutAccount(account));
      // Of what is not observed now nothing can be said; what was not observed then is new to whoever reads the report.
      if (after?.observedAt === undefined) return;
      compareRoles(id, before?.roles ?? [], after.roles, note);
      compareFindings(id, before?.findings ?? [], after.findings, note);
    },
    changes: (since) => ({
      since,
      accountsAdded: listOf('accountsAdded'),
      accountsGone: listOf('accountsGone'),
      accountsLost: listOf('accountsLost'),
      rolesAdded: listOf('rolesAdded'),
      rolesRemoved: listOf('rolesRemoved'),
      rolesChanged: listOf('rolesChanged'),
      findingsNew: listOf('findingsNew'),
      findingsMended: listOf('findingsMended'),
      findingsAccepted: listOf('findingsAccepted'),
    }),
  };
};

type Note = (kind: Kind, change: ReportedChange) => void;

const aboutAccount = ({ id, name, organizationalUnit }: ReportedAccount): ReportedChange => ({
  account: id,
  what: `${name} in ${organizationalUnit}`,
});

const compareRoles = (
  account: string,
  before: readonly ReportedRole[],
  after: readonly ReportedRole[],
  note: Note,
): void => {
  const earlier = rolesByName(before);
  const later = rolesByName(after);
  for (const [name, role] of later) {
    const known = earlier.get(name);
    if (known === undefined) note('rolesAdded', { account, role: role.name, what: role.state });
    else {
      const what = differences(known, role).join(' ');
      if (what !== '') note('rolesChanged', { account, role: role.name, what });
    }
  }
  for (const [name, role] of earlier)
    if (!later.has(name)) note('rolesRemoved', { account, role: role.name, what: role.state });
};

const rolesByName = (roles: readonly ReportedRole[]): ReadonlyMap<string, ReportedRole> =>
  new Map(roles.map((role) => [role.name.toLowerCase(), role]));

const differences = (before: ReportedRole, after: ReportedRole): readonly string[] => [
  ...(before.state === after.state ? [] : [`It was ${before.state}, and is ${after.state}.`]),
  ...(before.policy === after.policy
    ? []
    : [`Its policy was ${before.policy ?? 'none'}, and is ${after.policy ?? 'none'}.`]),
  ...whoChanged(before.admits, after.admits),
];

const whoChanged = (before: readonly ReportedAdmission[], after: readonly ReportedAdmission[]): readonly string[] => {
  const earlier = new Set(before.map(keyOf));
  const later = new Set(after.map(keyOf));
  const added = [...later].filter((key) => !earlier.has(key)).length;
  const removed = [...earlier].filter((key) => !later.has(key)).length;
  if (added > 0) return ['It may be assumed by others.'];
  return removed > 0 ? ['It may be assumed by fewer.'] : [];
};

/** Whom an admission is of; who has named them is no part of it. */
const keyOf = ({ identityProvider, issuer, audiences, subjects, further }: ReportedAdmission): string =>
  JSON.stringify([identityProvider, issuer, audiences, subjects, further]);

const compareFindings = (
  account: string,
  before: readonly ReportedFinding[],
  after: readonly ReportedFinding[],
  note: Note,
): void => {
  const earlier = findingsByIdentity(before);
  const later = findingsByIdentity(after);
  for (const [identity, finding] of later) {
    const known = earlier.get(identity);
    if (isOpen(finding)) {
      if (known === undefined || !isOpen(known)) note('findingsNew', aboutFinding(account, finding));
    } else if (known === undefined || isOpen(known)) note('findingsAccepted', aboutFinding(account, finding));
  }
  for (const [identity, finding] of earlier)
    if (!later.has(identity)) note('findingsMended', aboutFinding(account, finding));
};

const findingsByIdentity = (findings: readonly ReportedFinding[]): ReadonlyMap<string, ReportedFinding> => {
  const identities = findingIdentities(findings);
  return new Map(findings.map((finding, index) => [identities[index] ?? '', finding]));
};

const aboutFinding = (account: string, { id, severity, role }: ReportedFinding): ReportedChange => ({
  account,
  ...(role !== undefined && { role }),
  what: id,
  severity,
});
