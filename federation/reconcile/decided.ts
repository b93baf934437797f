import type { CompiledPolicy } from '../compiled-policy';
import type { ObservedRole } from '../observed';
import type { BindingRecord } from '../records';
import { parseTrustPolicy, type TrustPolicy } from '../trust/document';
import { decide, historyOf, type Verdict } from '../verdict';
import { namesOf, type AccountObservation } from './observation';

/** A role with its trust policy parsed. */
export interface ReadRole {
  readonly role: ObservedRole;
  /** Undefined where the trust policy cannot be read. */
  readonly trust: TrustPolicy | undefined;
}

/** A role, and what the policies make of it. */
export interface DecidedRole extends ReadRole {
  /** The record of a role of this name, also of an earlier one. */
  readonly record: BindingRecord | undefined;
  readonly verdict: Verdict;
}

/** Parses the trust policy of a role. */
export const readRole = (role: ObservedRole): ReadRole => ({ role, trust: parseTrustPolicy(role.trustPolicy) });

/** Decides on the roles of an account; on all of them unless some are given. */
export const decideRoles = (
  observation: Pick<AccountObservation, 'account' | 'bindings' | 'roles' | 'now' | 'pauses'>,
  policy: CompiledPolicy,
  roles: readonly ReadRole[] = observation.roles.map(readRole),
): readonly DecidedRole[] => {
  const { account, now, pauses } = observation;
  const records = namesOf(observation.bindings, ({ roleName }) => roleName);
  return roles.map(({ role, trust }) => {
    const record = records.get(role.name.toLowerCase());
    return { role, record, trust, verdict: decide(role, account, historyOf(record, now, pauses), policy, trust) };
  });
};
