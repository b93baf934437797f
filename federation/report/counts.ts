import type {
  Coverage,
  ReportedFinding,
  ReportedRole,
  SeverityCounts,
} from '../../schemas/generated/reports/report.types';

export const noCoverage: Coverage = { federated: 0, covered: 0 };

export const noFindings: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

export const addCoverage = (one: Coverage, other: Coverage): Coverage => ({
  federated: one.federated + other.federated,
  covered: one.covered + other.covered,
});

export const addFindings = (one: SeverityCounts, other: SeverityCounts): SeverityCounts => ({
  critical: one.critical + other.critical,
  high: one.high + other.high,
  medium: one.medium + other.medium,
  low: one.low + other.low,
  info: one.info + other.info,
});

/** How many findings there are of whatever severity. */
export const totalOf = ({ critical, high, medium, low, info }: SeverityCounts): number =>
  critical + high + medium + low + info;

/** Whether no exemption accepts a finding. */
export const isOpen = ({ exemption }: Pick<ReportedFinding, 'exemption'>): boolean => exemption === undefined;

/** Counts the findings that no exemption accepts. */
export const countFindings = (findings: readonly ReportedFinding[]): SeverityCounts => {
  const counts = { ...noFindings };
  for (const finding of findings) if (isOpen(finding)) counts[finding.severity] += 1;
  return counts;
};

/**
 * A role is federated where somebody may assume it with a web identity token, and covered where all of those are named by
 * a binding or a policy. Of a trust policy that cannot be read nothing good is supposed.
 */
export const coverageOf = (roles: readonly Pick<ReportedRole, 'state' | 'admits'>[]): Coverage => {
  const federated = roles.filter(({ state, admits }) => state === 'unreadable' || admits.length > 0);
  const covered = federated.filter(
    ({ state, admits }) => state !== 'unreadable' && admits.every(({ namedBy }) => namedBy !== 'nobody'),
  );
  return { federated: federated.length, covered: covered.length };
};
