import { createHash } from 'node:crypto';
import { oidcProviderArn, roleArn } from '../../federation/arn';
import { hostAndPathOf } from '../../federation/issuer';
import { findingIdentities } from '../../federation/report';
import type { ReportedAccount, ReportedFinding } from '../../schemas/generated/reports/report.types';
import { accountOf, type CollectedReport, type ReportHeader } from './collect';

/** How bad a finding is, in the words of the format. */
const labels = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
} as const satisfies Record<ReportedFinding['severity'], string>;

/** What kind of finding it is, of the format's own kinds. */
const types = ['Software and Configuration Checks/AWS Security Best Practices'];

/** The longest texts that the format allows, in characters. */
const longest = { title: 256, description: 1024, text: 512 } as const;

/**
 * The findings of a report in the AWS Security Finding Format, a JSON array in pieces. `BatchImportFindings` takes findings
 * with a default product ARN only from the account that they are of, so that the product is that of each account.
 * Source: the Security Hub user guide and API reference.
 */
export function* asffOf({ header, accounts }: CollectedReport): Generator<string> {
  let separator = '[\n';
  for (const text of accounts) {
    const account = accountOf(text);
    const identities = findingIdentities(account.findings);
    for (const [index, finding] of account.findings.entries()) {
      yield `${separator}${JSON.stringify(securityFinding(header, account, finding, identities[index] ?? ''))}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

const securityFinding = (
  { organization, descriptions, generatedAt }: ReportHeader,
  account: ReportedAccount,
  finding: ReportedFinding,
  identity: string,
) => {
  const { partition, homeRegion, id: organizationId } = organization;
  const { id, severity, because, role, policy, owner, exemption } = finding;
  const description = descriptions.find((each) => each.id === id);
  const observedAt = account.observedAt ?? generatedAt;
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  const label = labels[severity];
  const product = `arn:${partition}:securityhub:${homeRegion}:${account.id}:product/${account.id}/default`;
  return {
    SchemaVersion: '2018-10-08',
    Id: `oidc-factory/${organizationId}/${account.id}/${id}/${digest}`,
    ProductArn: product,
    ProductName: 'oidc-factory',
    GeneratorId: `oidc-factory/${id}`,
    AwsAccountId: account.id,
    Types: types,
    FirstObservedAt: observedAt,
    LastObservedAt: observedAt,
    CreatedAt: observedAt,
    UpdatedAt: generatedAt,
    Severity: { Label: label, Original: severity },
    FindingProviderFields: { Severity: { Label: label, Original: severity }, Types: types },
    Title: cut(`${id}: ${role === undefined ? account.name : `role ${role} in ${account.name}`}`, longest.title),
    Description: cut(`${because} ${description?.meaning ?? ''}`.trim(), longest.description),
    ...(description !== undefined && {
      Remediation: { Recommendation: { Text: cut(description.remedy, longest.text) } },
    }),
    Resources: [{ ...resourceOf(account, finding, organization), Partition: partition, Region: homeRegion }],
    ProductFields: {
      'oidc-factory/organization': organizationId,
      'oidc-factory/organizationalUnit': account.organizationalUnit,
      ...(policy !== undefined && { 'oidc-factory/policy': policy }),
      ...(owner !== undefined && { 'oidc-factory/owner': owner }),
    },
    Workflow: { Status: exemption === undefined ? 'NEW' : 'SUPPRESSED' },
    ...(exemption !== undefined && {
      Note: {
        Text: cut(`Accepted until ${exemption.until}: ${exemption.reason}`, longest.text),
        UpdatedBy: exemption.owner,
        UpdatedAt: generatedAt,
      },
    }),
    RecordState: 'ACTIVE',
  };
};

/** The role, the OIDC provider, or the account that a finding is of. */
const resourceOf = (
  account: ReportedAccount,
  { role, subject }: ReportedFinding,
  { partition }: ReportHeader['organization'],
): { readonly Type: string; readonly Id: string } => {
  if (role !== undefined) {
    const path = account.roles.find(({ name }) => name.toLowerCase() === role.toLowerCase())?.path ?? '/';
    return { Type: 'AwsIamRole', Id: roleArn(partition, account.id, path, role) };
  }
  return subject?.startsWith('https://') === true
    ? { Type: 'Other', Id: oidcProviderArn(partition, account.id, hostAndPathOf(subject)) }
    : { Type: 'AwsAccount', Id: `AWS::::Account:${account.id}` };
};

/** A text that is not longer than so many characters, and says where it was cut. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
