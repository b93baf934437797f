import type {
  FederationReport,
  ReportedAccount,
  ReportedFinding,
  ReportedRole,
} from '../../../schemas/generated/reports/report.types';
import { applicationOf, isUncovered, severities, type FindingItem, type PageSeverity, type RoleItem } from './items';

/** What of a report is shown; an empty text asks for nothing. All that is asked must hold. */
export interface PageFilter {
  /** Words, each of which must stand somewhere in what is shown, whatever its case. */
  readonly text: string;
  /** The path of an organizational unit; what is below it belongs to it. */
  readonly unit: string;
  /** Of an open finding: the account, the role or the finding itself must have one. */
  readonly severity: PageSeverity | '';
  /** Of a role: the account, the role or the finding must be about one. `uncovered` is any that admits a stranger. */
  readonly state: ReportedRole['state'] | 'uncovered' | '';
}

/** The states of roles, in the order in which they are offered. */
export const roleStates = [
  'bound',
  'within-policy',
  'pending',
  'drifted',
  'audit',
  'refused',
  'unmanaged',
  'contested',
  'revoked',
  'registering',
  'declared',
  'abandoned',
  'released',
  'gone',
  'unreadable',
] as const satisfies readonly ReportedRole['state'][];

/** Reads the fragment of a page's address: `#q=deployer&unit=/Workloads`. What it does not know it passes over. */
export const filterOf = (fragment: string): PageFilter => {
  const values = new URLSearchParams(fragment.replace(/^#/, ''));
  const severity = severities.find((each) => each === values.get('severity'));
  const state = [...roleStates, 'uncovered' as const].find((each) => each === values.get('state'));
  return { text: values.get('q') ?? '', unit: values.get('unit') ?? '', severity: severity ?? '', state: state ?? '' };
};

/** The fragment for a filter, `#q=deployer`; empty where nothing is asked. */
export const fragmentOf = ({ text, unit, severity, state }: Partial<PageFilter>): string => {
  const asked = Object.entries({ q: text, unit, severity, state }).flatMap(([name, value = '']) =>
    value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return asked.length === 0 ? '' : `#${asked.join('&')}`;
};

/** Whether things of a report pass a filter. */
export interface FilterTest {
  readonly account: (account: ReportedAccount) => boolean;
  readonly role: (item: RoleItem) => boolean;
  readonly finding: (item: FindingItem) => boolean;
}

/** Makes the test of a filter. */
export const createFilterTest = (
  { text, unit, severity, state }: PageFilter,
  { credentials }: Pick<FederationReport, 'credentials'>,
): FilterTest => {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hasWords = (...texts: readonly (readonly (string | undefined)[])[]): boolean =>
    words.every((word) => texts.some((some) => some.some((each) => each?.toLowerCase().includes(word))));
  const isIn = ({ organizationalUnit: path }: ReportedAccount): boolean =>
    unit === '' || unit === '/' || path === unit || path.startsWith(`${unit}/`);
  const isAsBad = (findings: readonly ReportedFinding[]): boolean =>
    severity === '' || findings.some((finding) => finding.severity === severity && finding.exemption === undefined);
  const isInState = (roles: readonly (ReportedRole | undefined)[]): boolean =>
    state === '' ||
    roles.some((role) => role !== undefined && (state === 'uncovered' ? isUncovered(role) : role.state === state));
  return {
    account: (account) =>
      isIn(account) && isAsBad(account.findings) && isInState(account.roles) && hasWords(textsOfAccount(account)),
    role: ({ account, role, findings }) =>
      isIn(account) &&
      isAsBad(findings) &&
      isInState([role]) &&
      hasWords(textsOfAccount(account), textsOfRole(role), [
        applicationOf(account, role),
        ...(role.credentials ?? []).map((place) => credentials[place]?.subject),
      ]),
    finding: ({ account, finding, role }) =>
      isIn(account) &&
      isAsBad([finding]) &&
      isInState([role]) &&
      hasWords(textsOfAccount(account), textsOfFinding(finding)),
  };
};

const textsOfAccount = ({ id, name, organizationalUnit }: ReportedAccount) => [id, name, organizationalUnit];

const textsOfRole = ({ name, path, state, policy, owner, clientId, admits }: ReportedRole) => [
  name,
  path,
  state,
  policy,
  owner,
  clientId,
  ...admits.flatMap(({ identityProvider, issuer, audiences = [], subjects = [], further = [] }) => [
    identityProvider,
    issuer,
    ...[...audiences, ...subjects].map((claim) => (typeof claim === 'string' ? claim : claim.like)),
    ...further,
  ]),
];

const textsOfFinding = ({ id, role, subject, because, policy, owner }: ReportedFinding) => [
  id,
  role,
  subject,
  because,
  policy,
  owner,
];
