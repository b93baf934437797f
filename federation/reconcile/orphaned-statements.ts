import type { CompiledPolicy } from '../compiled-policy';
import { placeholderAudience } from '../names';
import type { ReasonCode } from '../reasons';
import type { BindingRecord } from '../records';
import { trustsSentinel } from '../sentinel';
import { isLive } from '../standing';
import { unpinTrust } from '../trust/unpin';
import { managedProvider, type Verdict } from '../verdict';
import type { DecidedRole } from './decided';

/** A statement of a binding that has ended, in the trust policy of a living role. */
export interface OrphanedStatement {
  /** What it may be closed by: audiences of that binding that nothing lists. */
  readonly audiences: readonly string[];
  /** The role's trust policy with the placeholder written back, as JSON. */
  readonly closed: string;
  /**
   * Whether it is let be all the same. `held`: the policy of the role only reports, or is paused. `contested`: it was closed
   * twice, and somebody keeps putting it back.
   */
  readonly kept?: 'held' | 'contested';
}

/** The audiences that an account's OIDC provider lists, and every record of the account. */
export interface AudiencesInUse {
  readonly listed: readonly string[];
  readonly bindings: readonly BindingRecord[];
}

/** A template that puts a statement back is given in to after so many closings. */
const closingsGivenInTo = 2;

/**
 * Finds the statement that somebody has put back after the binding of the role had ended. It admits nobody, since its
 * audience is gone; it would admit whoever is bound to that client id when the audience came back. Only what the record
 * remembers is the factory's: a statement for another audience is somebody else's. Undefined where there is none, where
 * the role is one to be bound or never to be touched, and where IAM would not save the edit.
 */
export const orphanedStatement = (
  { role, record, trust, verdict }: DecidedRole,
  { listed, bindings }: AudiencesInUse,
  policy: CompiledPolicy,
): OrphanedStatement | undefined => {
  if (record === undefined || isLive(record) || !mayBeClosed(verdict)) return undefined;
  if (trust === undefined || trustsSentinel(trust)) return undefined;
  const isNeeded = (audience: string): boolean =>
    bindings.some((each) => isLive(each) && each.issuer === record.issuer && each.audience === audience);
  const audiences = record.audiences.filter((audience) => !listed.includes(audience) && !isNeeded(audience));
  const closed = unpinTrust(role.trustPolicy, {
    provider: managedProvider(policy, record.account, record),
    ownAudiences: [placeholderAudience, ...audiences],
    maxLength: policy.perAccount.trustPolicyLength,
  });
  if (closed.kind !== 'changed') return undefined;
  const kept = isHeld(verdict) ? 'held' : isContested(record) ? 'contested' : undefined;
  return { audiences, closed: closed.document, ...(kept !== undefined && { kept }) };
};

/** A role that would be bound is left to its binding; of these others it cannot be told, or they are nobody's to edit. */
const mayBeClosed = ({ kind, reasons }: Verdict): boolean =>
  (kind === 'leave' || kind === 'refuse') && !reasons.some(({ code }) => untouchable.has(code));

const untouchable: ReadonlySet<ReasonCode> = new Set([
  'protected-role',
  'sentinel-role',
  'trust-unreadable',
  'managed-policies-unknown',
]);

const isHeld = (verdict: Verdict): boolean =>
  verdict.reasons.some(({ code }) => code === 'enforcement-audit' || code === 'paused') ||
  (verdict.kind === 'refuse' && verdict.policy.enforcement === 'audit');

const isContested = ({ closings = [] }: BindingRecord): boolean => closings.length >= closingsGivenInTo;
