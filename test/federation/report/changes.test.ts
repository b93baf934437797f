import { createChangeLog } from '../../../federation/report';
import type {
  ReportChanges,
  ReportedAccount,
  ReportedFinding,
  ReportedRole,
} from '../../../schemas/generated/reports/report.types';

const accountOf = (change: Partial<ReportedAccount> = {}): ReportedAccount => ({
  id: '444444444444',
  name: 'payments-us',
  organizationalUnit: '/Workloads/Prod',
  scope: 'inside',
  observedAt: '2027-01-05T02:00:00.000Z',
  coverage: { federated: 0, covered: 0 },
  roles: [],
  providers: [],
  findings: [],
  ...change,
});

const roleOf = (change: Partial<ReportedRole> = {}): ReportedRole => ({
  name: 'web-deployer',
  state: 'bound',
  policy: 'workloads-prod',
  lastUsedAt: '2027-01-01',
  admits: [{ identityProvider: 'entra-prod', audiences: ['a'], subjects: ['s'], namedBy: 'binding' }],
  ...change,
});

const findingOf = (change: Partial<ReportedFinding> = {}): ReportedFinding => ({
  id: 'role-unused',
  severity: 'low',
  role: 'web-deployer',
  because: 'The role was last used 100 days ago.',
  ...change,
});

const exemption = { reason: 'r', owner: 'o', until: '2027-02-01' };
const unobserved = (): ReportedAccount => {
  const { observedAt: _, ...rest } = accountOf();
  return rest;
};

type Kind = Exclude<keyof ReportChanges, 'since'>;

/** The kinds of changes that there are, with what is told of each. */
const changed = (
  before: ReportedAccount | undefined,
  after: ReportedAccount | undefined,
): Partial<Record<Kind, readonly string[]>> => {
  const log = createChangeLog();
  log.compare(before, after);
  const { since, ...lists } = log.changes('2027-01-04T00:00:00.000Z');
  expect(since).toBe('2027-01-04T00:00:00.000Z');
  return Object.fromEntries(
    Object.entries(lists)
      .filter(([, { count }]) => count > 0)
      .map(([kind, { first }]) => [kind, first.map(({ role, what }) => [role, what].filter(Boolean).join(' '))]),
  );
};

const roles = (...some: readonly ReportedRole[]): ReportedAccount => accountOf({ roles: some });
const findings = (...some: readonly ReportedFinding[]): ReportedAccount => accountOf({ findings: some });

describe('what has changed since an earlier report', () => {
  it.each<[string, ReportedAccount | undefined, ReportedAccount | undefined, ReturnType<typeof changed>]>([
    ['nothing', roles(roleOf()), roles(roleOf()), {}],
    ['use, which is no change', roles(roleOf()), roles(roleOf({ lastUsedAt: '2027-01-05' })), {}],
    ['an account that is new', undefined, accountOf(), { accountsAdded: ['payments-us in /Workloads/Prod'] }],
    [
      'what a new account brings along',
      undefined,
      accountOf({ roles: [roleOf()], findings: [findingOf()] }),
      {
        accountsAdded: ['payments-us in /Workloads/Prod'],
        rolesAdded: ['web-deployer bound'],
        findingsNew: ['web-deployer role-unused'],
      },
    ],
    ['an account that is gone', findings(findingOf()), undefined, { accountsGone: ['payments-us in /Workloads/Prod'] }],
    [
      'an account that is no longer observed, of which nothing counts as mended',
      findings(findingOf()),
      unobserved(),
      { accountsLost: ['payments-us in /Workloads/Prod'] },
    ],
    ['a role that is new', roles(), roles(roleOf()), { rolesAdded: ['web-deployer bound'] }],
    ['a role that is gone', roles(roleOf()), roles(), { rolesRemoved: ['web-deployer bound'] }],
    ['the case of a name, which is no change', roles(roleOf()), roles(roleOf({ name: 'Web-Deployer' })), {}],
    [
      'state and policy',
      roles(roleOf()),
      roles(roleOf({ state: 'contested', policy: 'other' })),
      {
        rolesChanged: ['web-deployer It was bound, and is contested. Its policy was workloads-prod, and is other.'],
      },
    ],
    [
      'who may use it',
      roles(roleOf()),
      roles(roleOf({ admits: [{ issuer: 'example.com', namedBy: 'nobody' }] })),
      { rolesChanged: ['web-deployer It may be assumed by others.'] },
    ],
    [
      'fewer who may use it',
      roles(roleOf()),
      roles(roleOf({ admits: [] })),
      { rolesChanged: ['web-deployer It may be assumed by fewer.'] },
    ],
    ['a finding that is new', findings(), findings(findingOf()), { findingsNew: ['web-deployer role-unused'] }],
    ['a finding that is mended', findings(findingOf()), findings(), { findingsMended: ['web-deployer role-unused'] }],
    [
      'a number in a sentence, which is no change',
      findings(findingOf()),
      findings(findingOf({ because: 'The role was last used 101 days ago.' })),
      {},
    ],
    [
      'one more of two alike',
      findings(findingOf({ because: 'one' })),
      findings(findingOf({ because: 'one' }), findingOf({ because: 'two' })),
      { findingsNew: ['web-deployer role-unused'] },
    ],
    [
      'a finding that is accepted now',
      findings(findingOf()),
      findings(findingOf({ exemption })),
      { findingsAccepted: ['web-deployer role-unused'] },
    ],
    [
      'a finding whose exemption has ended',
      findings(findingOf({ exemption })),
      findings(findingOf()),
      { findingsNew: ['web-deployer role-unused'] },
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(changed(before, after)).toEqual(expected);
  });

  it('counts all, and lists the first of each kind', () => {
    const log = createChangeLog();
    log.compare(roles(), roles(...Array.from({ length: 1500 }, (_, index) => roleOf({ name: `role-${index}` }))));
    const { rolesAdded } = log.changes('x');
    expect([rolesAdded.count, rolesAdded.first.length]).toEqual([1500, 1000]);
  });
});
