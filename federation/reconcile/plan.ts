import type { CompiledPolicy } from '../compiled-policy';
import type { ObservedRole } from '../observed';
import type { BindingRecord, Sighting } from '../records';
import { isLive, keepsBinding } from '../standing';
import type { Trigger } from '../triggers';
import { statusTag } from '../names';
import { declaredBinding, decide, outOfScope } from '../verdict';
import { namesOf, type AccountObservation } from './observation';
import { findOrphans, type Orphan } from './orphans';
import { isDeclaredAsWanted, isBoundAsWanted } from './settled';

/** What is to be done in an account, so that it is as the policies want it. */
export interface ReconcilePlan {
  /** Workflows to start, one a role. */
  readonly requests: readonly RoleRequest[];
  /** What nothing accounts for and was seen a day ago already: it goes now. */
  readonly orphans: readonly Orphan[];
  /** What nothing accounts for, with the time when it was first seen; the next reconcile compares with it. */
  readonly sightings: readonly Sighting[];
}

/** A workflow for a role. */
export interface RoleRequest {
  readonly trigger: Extract<Trigger, 'role-created' | 'role-deleted' | 'role-released' | 'role-declared'>;
  readonly roleName: string;
}

/** Two sightings count from so many hours on: the reconciles of two nights are never quite a day apart. */
const hoursBetweenSightings = 20;

/**
 * Compares an account with the policies. A role that is there is dealt with at once, by what it is; what seems to be gone
 * or orphaned is only noted at first, and dealt with when it is seen again a day later.
 */
export const planReconcile = (observation: AccountObservation, policy: CompiledPolicy): ReconcilePlan => {
  const { account, bindings } = observation;
  if (outOfScope(account, policy) !== undefined) {
    const requests = bindings.filter(isLive).map(({ roleName }) => ({ trigger: 'role-released', roleName }) as const);
    return { requests, orphans: [], sightings: [] };
  }
  const roles = namesOf(observation.roles, ({ name }) => name);
  const records = namesOf(bindings, ({ roleName }) => roleName);
  const missing = bindings.filter((binding) => isLive(binding) && !roles.has(binding.roleName.toLowerCase()));
  const declared = policy.bindings.filter((binding) => binding.account === account.id);
  const undeclared = missing.filter(({ roleName }) => declaredBinding(policy, account.id, roleName) === undefined);
  const orphans = findOrphans(observation);
  const sighted = sight(
    [...undeclared.map(roleSighting), ...orphans.map(({ what }) => what)],
    observation.sightings,
    observation.now,
  );
  const isDue = (what: string): boolean => sighted.due.has(what);
  return {
    requests: [
      ...observation.roles.flatMap((role) =>
        requestFor(role, records.get(role.name.toLowerCase()), observation, policy),
      ),
      ...undeclared
        .filter((binding) => isDue(roleSighting(binding)))
        .map(({ roleName }) => ({ trigger: 'role-deleted', roleName }) as const),
      ...declared
        .filter(({ role }) => !isDeclaredAsWanted(role, records.get(role.toLowerCase()), observation, policy))
        .map(({ role }) => ({ trigger: 'role-declared', roleName: role }) as const),
    ],
    orphans: orphans.filter(({ what }) => isDue(what)),
    sightings: sighted.sightings,
  };
};

const requestFor = (
  role: ObservedRole,
  record: BindingRecord | undefined,
  observation: AccountObservation,
  policy: CompiledPolicy,
): readonly RoleRequest[] => {
  const { account } = observation;
  const isRevoked = record?.state === 'revoked';
  const verdict = decide(role, account, { audiences: record?.audiences ?? [], isRevoked }, policy);
  const isDeclared = declaredBinding(policy, account.id, role.name) !== undefined;
  if (isLive(record) && !keepsBinding(verdict, isDeclared)) return [{ trigger: 'role-released', roleName: role.name }];
  if (verdict.kind === 'bind' && !isBoundAsWanted(role, record, verdict, observation, policy))
    return [{ trigger: 'role-created', roleName: role.name }];
  // What was refused and never told: its event has been lost.
  if (verdict.kind === 'refuse' && verdict.policy.enforcement === 'enforce' && !isTold(role))
    return [{ trigger: 'role-created', roleName: role.name }];
  return [];
};

const isTold = ({ tags }: ObservedRole): boolean => Object.hasOwn(tags, statusTag);

const roleSighting = ({ roleName }: BindingRecord): string => `role ${roleName.toLowerCase()}`;

/** Which of the things seen now were seen long enough ago, and what is to be remembered of all of them. */
const sight = (
  seen: readonly string[],
  before: readonly Sighting[],
  now: Date,
): { readonly due: ReadonlySet<string>; readonly sightings: readonly Sighting[] } => {
  const known = new Map(before.map(({ what, firstSeenAt }) => [what, firstSeenAt]));
  const sightings = [...new Set(seen)].map((what) => ({ what, firstSeenAt: known.get(what) ?? now.toISOString() }));
  const due = sightings.filter(
    ({ firstSeenAt }) => now.getTime() - Date.parse(firstSeenAt) >= hoursBetweenSightings * 3_600_000,
  );
  return { due: new Set(due.map(({ what }) => what)), sightings };
};
