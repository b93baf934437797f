import { asffOf, csvOf, type CollectedReport } from '../../../scripts/report';
import { csvCell } from '../../../scripts/report/csv';
import type { ReportedAccount, ReportedFinding } from '../../../schemas/generated/reports/report.types';

const noFindings = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const coverage = { federated: 0, covered: 0 };

const collected = (findings: readonly ReportedFinding[], partition: 'aws' | 'aws-cn' = 'aws'): CollectedReport => {
  const account: ReportedAccount = {
    id: '444444444444',
    name: 'payments, us',
    organizationalUnit: '/Workloads/Prod',
    scope: 'inside',
    observedAt: '2027-01-05T02:00:00.000Z',
    coverage,
    roles: [{ name: 'web-deployer', path: '/ci/', state: 'bound', admits: [] }],
    providers: [],
    findings,
  };
  return {
    header: {
      report: 'oidc-factory/v1',
      organization: { id: 'o-a1b2c3d4e5', partition, homeRegion: 'eu-west-1', factoryAccount: '222222222222' },
      generatedAt: '2027-01-05T08:00:00.000Z',
      policyHash: 'x',
      inventory: { accounts: 1, roles: 1 },
      summary: {
        accounts: 1,
        inScope: 1,
        notObserved: 0,
        roles: 1,
        coverage,
        outOfScope: 0,
        bound: 1,
        findings: noFindings,
        exempted: 0,
      },
      identityProviders: [],
      descriptions: [{ id: 'role-unused', meaning: 'Nobody uses it.', remedy: 'Delete it, or "keep" it.' }],
      exemptions: [],
      credentials: [],
      units: [],
    },
    accounts: [JSON.stringify(account)],
  };
};

const unused: ReportedFinding = {
  id: 'role-unused',
  severity: 'low',
  role: 'WEB-deployer',
  because: 'The role was last used 100 days ago.',
  policy: 'workloads-prod',
  owner: 'team@example.com',
};

describe('a cell of CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['a\r\nb', '"a\r\nb"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=a,"b"', `"'=a,""b"""`],
    ['a=1', 'a=1'],
    ['', ''],
  ])('%j is %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

describe('findings as CSV', () => {
  it('have a heading and a row each', () => {
    const exemption = { reason: '=evil()', owner: 'o@example.com', until: '2027-01-31' };
    const lines = [...csvOf(collected([{ ...unused, exemption }]))].join('').split('\r\n');
    expect(lines).toEqual([
      'account,account_name,organizational_unit,severity,finding,role,subject,because,policy,owner,exempted_until,exemption_owner,exemption_reason,meaning,remedy,observed_at',
      `444444444444,"payments, us",/Workloads/Prod,low,role-unused,WEB-deployer,,The role was last used 100 days ago.,workloads-prod,team@example.com,2027-01-31,o@example.com,'=evil(),Nobody uses it.,"Delete it, or ""keep"" it.",2027-01-05T02:00:00.000Z`,
      '',
    ]);
  });
});

interface SecurityFinding {
  readonly Id: string;
  readonly Title: string;
  readonly Description: string;
  readonly Resources: readonly unknown[];
}

const findingsIn = (report: CollectedReport): readonly SecurityFinding[] =>
  JSON.parse([...asffOf(report)].join('')) as readonly SecurityFinding[];

describe('findings in the AWS Security Finding Format', () => {
  it('are of the account that they are found in, and say how they are mended', () => {
    expect(findingsIn(collected([unused]))).toEqual([
      {
        SchemaVersion: '2018-10-08',
        Id: expect.stringMatching(/^oidc-factory\/o-a1b2c3d4e5\/444444444444\/role-unused\/[0-9a-f]{32}$/) as string,
        ProductArn: 'arn:aws:securityhub:eu-west-1:444444444444:product/444444444444/default',
        ProductName: 'oidc-factory',
        GeneratorId: 'oidc-factory/role-unused',
        AwsAccountId: '444444444444',
        Types: ['Software and Configuration Checks/AWS Security Best Practices'],
        FirstObservedAt: '2027-01-05T02:00:00.000Z',
        LastObservedAt: '2027-01-05T02:00:00.000Z',
        CreatedAt: '2027-01-05T02:00:00.000Z',
        UpdatedAt: '2027-01-05T08:00:00.000Z',
        Severity: { Label: 'LOW', Original: 'low' },
        FindingProviderFields: {
          Severity: { Label: 'LOW', Original: 'low' },
          Types: ['Software and Configuration Checks/AWS Security Best Practices'],
        },
        Title: 'role-unused: role WEB-deployer in payments, us',
        Description: 'The role was last used 100 days ago. Nobody uses it.',
        Remediation: { Recommendation: { Text: 'Delete it, or "keep" it.' } },
        Resources: [
          {
            Type: 'AwsIamRole',
            Id: 'arn:aws:iam::444444444444:role/ci/WEB-deployer',
            Partition: 'aws',
            Region: 'eu-west-1',
          },
        ],
        ProductFields: {
          'oidc-factory/organization': 'o-a1b2c3d4e5',
          'oidc-factory/organizationalUnit': '/Workloads/Prod',
          'oidc-factory/policy': 'workloads-prod',
          'oidc-factory/owner': 'team@example.com',
        },
        Workflow: { Status: 'NEW' },
        RecordState: 'ACTIVE',
      },
    ]);
  });

  it('are suppressed where an exemption accepts them', () => {
    const exemption = { reason: 'migration', owner: 'o@example.com', until: '2027-01-31' };
    expect(findingsIn(collected([{ ...unused, exemption }]))).toMatchObject([
      {
        Workflow: { Status: 'SUPPRESSED' },
        Note: { Text: 'Accepted until 2027-01-31: migration', UpdatedBy: 'o@example.com' },
      },
    ]);
  });

  it.each<[Partial<ReportedFinding>, string, string]>([
    [{ subject: 'https://example.com/x' }, 'Other', 'arn:aws-cn:iam::444444444444:oidc-provider/example.com/x'],
    [{ subject: 'aws-444444444444-web' }, 'AwsAccount', 'AWS::::Account:444444444444'],
    [{ role: 'elsewhere' }, 'AwsIamRole', 'arn:aws-cn:iam::444444444444:role/elsewhere'],
  ])('%j is of %s %s', (change, type, id) => {
    const { role: _, ...rest } = unused;
    const [finding] = findingsIn(collected([{ ...rest, ...change }], 'aws-cn'));
    expect(finding?.Resources).toMatchObject([{ Type: type, Id: id, Partition: 'aws-cn' }]);
  });

  it('keep their ids from day to day, and each has one of its own', () => {
    const idsOf = (...findings: readonly ReportedFinding[]) => findingsIn(collected(findings)).map(({ Id }) => Id);
    const [today] = idsOf(unused);
    expect(idsOf({ ...unused, because: 'The role was last used 101 days ago.', role: 'web-deployer' })).toEqual([
      today,
    ]);
    expect(new Set(idsOf(unused, unused, { ...unused, role: 'other' })).size).toBe(3);
  });

  it('are not longer than the format allows', () => {
    const [finding] = findingsIn(collected([{ ...unused, role: 'r'.repeat(300), because: '𝒜'.repeat(700) }]));
    expect([finding?.Title.length, finding?.Title.endsWith('…')]).toEqual([256, true]);
    expect(finding?.Description).toMatch(/^(𝒜)+…$/u);
    expect(finding?.Description.length).toBeLessThanOrEqual(1024);
  });

  it('are an empty list where there is none', () => {
    expect(findingsIn(collected([]))).toEqual([]);
  });
});
