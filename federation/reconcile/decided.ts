import type { CompiledPolicy } from '../compiled-policy';
import type { ObservedRole } from '../observed';
import type { BindingRecord } from '../records';
import { parseTrustPolicy, type TrustPolicy } from '../trust/document';
import { decide, type Verdict } from '../verdict';
import { namesOf, type AccountObservation } from './observation';

/** A role, and what the policies make of it. */
export interface DecidedRole {
  readonly role: ObservedRole;
  /** The record of a role of this name, also of an earlier one. */
  readonly record: BindingRecord | undefined;
  readonly verdict: Verdict;
  /** Undefined where the trust policy cannot be read. */
  readonly trust: TrustPolicy | undefined;
}

/** Decides on every role of an account. */
export const decideRoles = (observation: AccountObservation, policy: CompiledPolicy): readonly DecidedRole[] => {
  const { account, now } = observation;
  const records = namesOf(observation.bindings, ({ roleName }) => roleName);
  return observation.roles.map((role) => {
    const record = records.get(role.name.toLowerCase());
    const history = { audiences: record?.audiences ?? [], isRevoked: record?.state === 'revoked', now };
    const trust = parseTrustPolicy(role.trustPolicy);
    return { role, record, trust, verdict: decide(role, account, history, policy, trust) };
  });
};
