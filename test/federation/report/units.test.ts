import { daysLeft, summarizeAccount, summaryOf, unitsOf, type AccountSummary } from '../../../federation/report';
import type { ReportedAccount } from '../../../schemas/generated/reports/report.types';

const summary = (organizationalUnit: string, change: Partial<ReportedAccount> = {}): AccountSummary =>
  summarizeAccount({
    id: '444444444444',
    name: 'x',
    organizationalUnit,
    scope: 'inside',
    observedAt: '2027-01-05T02:00:00.000Z',
    coverage: { federated: 4, covered: 3 },
    roles: [],
    providers: [],
    findings: [],
    ...change,
  });

describe('organizational units', () => {
  it('are a tree, each with all that is below it', () => {
    const accounts = [
      summary('/Workloads/Prod'),
      summary('/Workloads/Prod/Cards', { coverage: { federated: 1, covered: 0 } }),
      summary('/Workloads'),
    ];
    expect(
      unitsOf(accounts, ['/', '/Workloads/Test']).map(({ path, accounts: count, coverage }) => [
        path,
        count,
        `${coverage.covered}/${coverage.federated}`,
      ]),
    ).toEqual([
      ['/', 3, '6/9'],
      ['/Workloads', 3, '6/9'],
      ['/Workloads/Prod', 2, '3/5'],
      ['/Workloads/Prod/Cards', 1, '0/1'],
      ['/Workloads/Test', 0, '0/0'],
    ]);
  });

  it('stand before what is below them, whatever letters their neighbours begin with', () => {
    expect(unitsOf([], ['/A!', '/A/B', '/A', '/A B']).map(({ path }) => path)).toEqual([
      '/',
      '/A',
      '/A/B',
      '/A B',
      '/A!',
    ]);
  });

  it('leave accounts out of scope out of the coverage, and say what was not observed', () => {
    const missing = { ...summary('/A', { coverage: { federated: 0, covered: 0 } }), isObserved: false };
    const finding = { id: 'role-unused', severity: 'low', because: 'x' } as const;
    const outside = summary('/A', { scope: 'excluded', findings: [finding] });
    const [, unit] = unitsOf([missing, outside, summary('/A')], []);
    expect(unit).toMatchObject({
      accounts: 3,
      inScope: 2,
      notObserved: 1,
      coverage: { federated: 4, covered: 3 },
      findings: { low: 1 },
    });
    expect(summaryOf([missing, outside, summary('/A')])).toMatchObject({ outOfScope: 4, notObserved: 1, inScope: 2 });
  });
});

describe('days left', () => {
  it.each([
    ['2027-01-05', 0],
    ['2027-01-06', 1],
    ['2027-01-04', -1],
    ['2027-03-01', 55],
  ])('until %s there are %i', (until, days) => {
    expect(daysLeft(until, new Date('2027-01-05T23:59:00.000Z'))).toBe(days);
  });
});
