import { compareText } from '../compare';
import type { AccountFacts, OrganizationalUnitMatch } from '../compiled-policy';
import type { FindingId } from '../finding-ids';
import { matchesOrganizationalUnit } from '../matching';
import { matcher } from '../pattern';
import type { Finding, FindingDescription, Observation } from './finding';

/** A finding that is accepted until a date, for an account or for the accounts of some units. */
export interface Exemption {
  readonly finding: FindingId;
  readonly account?: string;
  readonly organizationalUnits?: readonly OrganizationalUnitMatch[];
  /** A pattern of role names; absent means every role, and what is of no role. */
  readonly role?: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day, `YYYY-MM-DD`, in UTC. */
  readonly until: string;
}

/** The finding of an exemption that has ended, while what it accepted is still there. */
export const exemptionExpired: FindingDescription = {
  id: 'exemption-expired',
  severity: 'high',
  meaning: 'An exemption has ended, and what it accepted is still there.',
  remedy: 'Mend the finding that it was for, or have its owner extend it with a new date and reason.',
};

/** The exemption that is in force for a finding; the longest where there are several. */
export const exemptionOf = (
  found: Pick<Finding, 'id' | 'role'>,
  account: AccountFacts,
  exemptions: readonly Exemption[],
  now: Date,
): Exemption | undefined =>
  exemptions
    .filter((exemption) => exempts(exemption, found, account) && !hasEnded(exemption, now))
    .toSorted((one, other) => compareText(other.until, one.until))[0];

/** The exemptions that have ended and accepted something that is found today. */
export const expiredExemptions = (
  found: readonly Pick<Finding, 'id' | 'role'>[],
  account: AccountFacts,
  exemptions: readonly Exemption[],
  now: Date,
): readonly Observation[] =>
  exemptions
    .filter((exemption) => hasEnded(exemption, now))
    .flatMap((exemption) => {
      const accepted = found.filter((each) => exempts(exemption, each, account));
      if (accepted.length === 0) return [];
      const { finding, role, until, owner } = exemption;
      return [
        {
          ...(role !== undefined && { subject: role }),
          because: `The exemption of ${finding} ended on ${until}, and there ${accepted.length === 1 ? 'is still 1 finding' : `are still ${accepted.length} findings`} of it; ${owner} answers for it.`,
        },
      ];
    });

/** Whether an exemption is for a finding, be it in force or ended. */
export const exempts = (
  { finding, account: accountId, organizationalUnits, role: pattern }: Exemption,
  { id, role }: Pick<Finding, 'id' | 'role'>,
  account: AccountFacts,
): boolean =>
  finding === id &&
  (accountId === undefined || accountId === account.id) &&
  (organizationalUnits === undefined || matchesOrganizationalUnit(account.organizationalUnit, organizationalUnits)) &&
  (pattern === undefined || (role !== undefined && matcher(pattern)(role)));

/** The last day belongs to the exemption. */
const hasEnded = ({ until }: Exemption, now: Date): boolean => now.toISOString().slice(0, 10) > until;
