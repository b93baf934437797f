import type { ReportedFinding } from '../../schemas/generated/reports/report.types';

/**
 * What makes each finding of an account the same as one of an earlier day: its kind, what it is of, and which of several
 * alike it is. What is said of it is no part of that, for there may be numbers in it that grow from day to day.
 */
export const findingIdentities = (findings: readonly ReportedFinding[]): readonly string[] => {
  const seen = new Map<string, number>();
  return findings.map(({ id, role = '', subject = '' }) => {
    const key = JSON.stringify([id, role.toLowerCase(), subject]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return ordinal === 0 ? key : `${key}#${ordinal}`;
  });
};
