import type { ExaminedAccount } from '../examine';
import type { FindingId } from '../finding-ids';
import type { Exemption } from './exemption';

/**
 * How bad a finding is, the worst first. `critical`: strangers get in. `high`: more get in than are meant, or somebody easily
 * could. `info`: nothing is wrong, and somebody should know.
 */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** How bad a finding is. */
export type Severity = (typeof severities)[number];

/** What is said of a finding wherever it is made. */
export interface FindingDescription {
  readonly id: FindingId;
  readonly severity: Severity;
  /** What it means, in a sentence or two. */
  readonly meaning: string;
  /** How to mend it, in a sentence or two. */
  readonly remedy: string;
}

/** What a check sees: one thing that is wrong, in the case's own names and numbers. */
export interface Observation {
  /** Name of the role; absent where the finding is of no role. */
  readonly role?: string;
  /** What else it is of: the issuer's URL of a provider, the unique name of an application. */
  readonly subject?: string;
  /** A sentence. */
  readonly because: string;
  /** Where it is not that of the check. */
  readonly severity?: Severity;
}

/** One check. It is pure, and finds the same whatever the order of roles. */
export interface Check extends FindingDescription {
  readonly find: (examined: ExaminedAccount) => readonly Observation[];
}

/** An observed thing that the policies forbid, or that somebody should know of. */
export interface Finding extends Observation {
  readonly id: FindingId;
  readonly severity: Severity;
  /** Account id. */
  readonly account: string;
  /** Name of the policy that decides on the role. */
  readonly policy?: string;
  /** Who answers for the role, by its owner tag. */
  readonly owner?: string;
  /** The exemption that silences it. */
  readonly exemption?: Pick<Exemption, 'reason' | 'owner' | 'until'>;
}
