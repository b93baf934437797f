import { createFilterTest, filterOf, fragmentOf, type PageFilter } from '../../../../scripts/report/page/filter';
import { findingItems, roleItems } from '../../../../scripts/report/page/items';
import type { ReportedAccount } from '../../../../schemas/generated/reports/report.types';

const accountOf = (id: string, organizationalUnit: string, change: Partial<ReportedAccount>): ReportedAccount => ({
  id,
  name: `account-${id.slice(0, 1)}`,
  organizationalUnit,
  scope: 'inside',
  coverage: { federated: 0, covered: 0 },
  roles: [],
  providers: [],
  findings: [],
  ...change,
});

const accounts = [
  accountOf('111111111111', '/Workloads/Prod', {
    roles: [
      {
        name: 'Web',
        state: 'bound',
        caller: 'own-application',
        credentials: [0],
        admits: [{ subjects: ['guid-1'], namedBy: 'binding' }],
      },
      { name: 'open', state: 'unmanaged', admits: [{ issuer: 'example.com', namedBy: 'nobody' }] },
    ],
    findings: [
      { id: 'role-unused', severity: 'low', role: 'web', because: 'It was not used.' },
      { id: 'trust-subject-missing', severity: 'high', role: 'open', because: 'No subject.' },
    ],
  }),
  accountOf('222222222222', '/Workloads/Production', {
    findings: [
      {
        id: 'quota-near',
        severity: 'high',
        because: 'It is nearly full.',
        exemption: { reason: 'r', owner: 'o', until: '2027-01-31' },
      },
    ],
  }),
];
const credentials = [{ issuer: 'https://ci.example', subject: 'repo:acme/web' }];
const everything: PageFilter = { text: '', unit: '', severity: '', state: '' };

/** The roles, findings and accounts that pass, by their names. */
const passing = (filter: Partial<PageFilter>): readonly string[] => {
  const test = createFilterTest({ ...everything, ...filter }, { credentials });
  return [
    ...roleItems(accounts)
      .filter(test.role)
      .map(({ role }) => role.name),
    ...findingItems(accounts)
      .filter(test.finding)
      .map(({ finding }) => finding.id),
    ...accounts.filter(test.account).map(({ name }) => name),
  ];
};

describe('what is shown', () => {
  it.each<[Partial<PageFilter>, readonly string[]]>([
    [{}, ['Web', 'open', 'trust-subject-missing', 'role-unused', 'quota-near', 'account-1', 'account-2']],
    [{ unit: '/Workloads/Prod' }, ['Web', 'open', 'trust-subject-missing', 'role-unused', 'account-1']],
    [{ unit: '/', text: 'account-2' }, ['quota-near', 'account-2']],
    [{ text: 'WEB 1111' }, ['Web', 'role-unused']],
    [{ text: 'repo:acme' }, ['Web']],
    [{ text: 'aws-111111111111-web' }, ['Web']],
    [{ text: 'guid-1' }, ['Web']],
    [{ severity: 'high' }, ['open', 'trust-subject-missing', 'account-1']],
    [{ state: 'bound' }, ['Web', 'role-unused', 'account-1']],
    [{ state: 'uncovered' }, ['open', 'trust-subject-missing', 'account-1']],
    [{ state: 'bound', severity: 'high' }, ['account-1']],
    [{ text: 'nowhere' }, []],
  ])('%j', (filter, names) => {
    expect(passing(filter)).toEqual(names);
  });
});

describe('the address of a filter', () => {
  it('goes there and back', () => {
    const filter: PageFilter = { text: 'a&b=#ü', unit: '/Work loads', severity: 'high', state: 'uncovered' };
    expect(filterOf(fragmentOf(filter))).toEqual(filter);
    expect([fragmentOf(everything), fragmentOf({ unit: '/' })]).toEqual(['', '#unit=%2F']);
  });

  it('passes over what it does not know', () => {
    expect(filterOf('#severity=terrible&state=__proto__&x=1&q=%E0')).toEqual({ ...everything, text: '\ufffd' });
  });
});
