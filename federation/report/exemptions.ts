import type { ReportedExemption } from '../../schemas/generated/reports/report.types';
import { compareText } from '../compare';
import type { AccountFacts } from '../compiled-policy';
import { exempts, type Exemption, type Finding } from '../findings';

/** Counts what each exemption accepts, account by account. */
export interface ExemptionCounts {
  add(account: AccountFacts, findings: readonly Finding[]): void;
  /** The first to end first. */
  exemptions(): readonly ReportedExemption[];
}

/** Counts for the exemptions of a configuration. */
export const createExemptionCounts = (exemptions: readonly Exemption[]): ExemptionCounts => {
  const counts = new Map(exemptions.map((exemption) => [exemption, 0]));
  return {
    add: (account, findings) => {
      for (const exemption of exemptions) {
        const accepted = findings.filter((finding) => exempts(exemption, finding, account)).length;
        counts.set(exemption, (counts.get(exemption) ?? 0) + accepted);
      }
    },
    exemptions: () =>
      exemptions
        .map((exemption) => {
          const { organizationalUnits, ...rest } = exemption;
          const units = organizationalUnits?.map(({ path, direct }) => (direct ? `${path} (direct)` : path));
          return { ...rest, ...(units && { organizationalUnits: units }), accepts: counts.get(exemption) ?? 0 };
        })
        .toSorted((one, other) => compareText(one.until, other.until) || compareText(one.finding, other.finding)),
  };
};

/** How many days an exemption still holds after today; negative once it has ended. Its last day belongs to it. */
export const daysLeft = (until: string, now: Date): number =>
  Math.round(
    (Date.parse(`${until}T00:00:00Z`) - Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`)) / 86_400_000,
  );
