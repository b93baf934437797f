import type { CompiledPolicy, Policy } from '../compiled-policy';
import { expiryNeed, type ExpiryNeed } from '../expiry';
import type { ObservedRole } from '../observed';
import { pauseIn, type StandingPause } from '../pauses';
import type { BindingRecord, Sighting } from '../records';
import { decidingPolicy, policyNamed } from '../matching';
import { isLive, isOfPolicy, keepsBinding } from '../standing';
import type { Trigger } from '../triggers';
import { statusTag } from '../names';
import { canBeDeclared, declaredBinding, isWithinPolicy, outOfScope } from '../verdict';
import { decideRoles, type DecidedRole } from './decided';
import { namesOf, type AccountObservation } from './observation';
import { findOrphanedStatements, findOrphans, type Orphan, type UsersOf } from './orphans';
import { isDeclaredAsWanted, missingOfBinding } from './settled';
import { roleSighting, seenBefore, sightingsOf } from './sightings';

/** What is to be done in an account, so that it is as the policies want it. */
export interface ReconcilePlan {
  /** Workflows to start, one a role. */
  readonly requests: readonly RoleRequest[];
  /** Bindings whose end is to be announced. */
  readonly expiring: readonly ExpiringBinding[];
  /** What nothing accounts for and was seen a day ago already: it goes now. */
  readonly orphans: readonly Orphan[];
  /** What nothing accounts for, however long it has been seen. */
  readonly unaccounted: readonly Orphan[];
  /** What nothing accounts for, with the time when it was first seen; the next reconcile compares with it. */
  readonly sightings: readonly Sighting[];
  /** The pause of the account, where there is one: then nothing is to be written there. */
  readonly paused?: StandingPause;
}

/** A workflow for a role. */
export interface RoleRequest {
  readonly trigger: Extract<
    Trigger,
    'role-created' | 'role-deleted' | 'role-released' | 'role-declared' | 'role-revoked'
  >;
  readonly roleName: string;
  /** Sentences. */
  readonly because: readonly string[];
}

/** A binding that ends soon. */
export interface ExpiringBinding {
  readonly role: ObservedRole;
  readonly record: BindingRecord;
  readonly policy: Policy;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/**
 * Compares an account with the policies. A role that is there is dealt with at once, by what it is; what seems to be gone
 * or orphaned is only noted at first, and dealt with when it is seen again a day later. What is paused is noted too, and
 * nothing is asked for it.
 */
export const planReconcile = (
  observation: AccountObservation,
  policy: CompiledPolicy,
  decided = decideRoles(observation, policy),
): ReconcilePlan => {
  const { account, bindings, pauses } = observation;
  const paused = pauseIn(account, policy, [], pauses);
  const isPaused: IsPaused = (name) => pauseIn(account, policy, [name], pauses) !== undefined;
  const outside = outOfScope(account, policy);
  if (outside !== undefined) {
    const requests = bindings
      .filter((binding) => isLive(binding) && binding.state !== 'revoked' && !isPaused(binding.policy))
      .map(({ roleName }) => ({ trigger: 'role-released', roleName, because: [outside.because] }) as const);
    return { requests, expiring: [], orphans: [], unaccounted: [], sightings: [], ...(paused && { paused }) };
  }
  const roles = namesOf(decided, ({ role }) => role.name);
  const records = namesOf(bindings, ({ roleName }) => roleName);
  const declared = policy.bindings.filter(
    (binding) =>
      binding.account === account.id && isOpenTo(roles.get(binding.role.toLowerCase())) && !isPaused(binding.policy),
  );
  const missing = bindings.filter(
    (binding) =>
      isLive(binding) &&
      binding.state !== 'revoked' &&
      !roles.has(binding.roleName.toLowerCase()) &&
      declaredBinding(policy, account.id, binding.roleName) === undefined,
  );
  const ofRoles = decided.flatMap((each) => requestFor(each, observation, policy, isPaused));
  const ofDeclared = declared
    .filter(({ role }) => !isDeclaredAsWanted(role, records.get(role.toLowerCase()), observation, policy))
    .map(({ role }) => ({ trigger: 'role-declared', roleName: role, because: [isNotReady] }) as const);
  const asked = new Set([...ofRoles, ...ofDeclared].map(({ roleName }) => roleName.toLowerCase()));
  const isBusy = (record: BindingRecord): boolean =>
    asked.has(record.roleName.toLowerCase()) || isPaused(record.policy);
  const before = seenBefore(observation);
  const leaving = new Set(missing.filter((one) => before.has(roleSighting(one)) && !isPaused(one.policy)));
  const orphans = [
    ...findOrphans(observation, usersOf(missing, leaving, ofRoles, roles, observation, policy), policy),
    ...findOrphanedStatements(decided, observation, policy, isBusy),
  ];
  const seen = [...missing.map(roleSighting), ...orphans.map(({ what }) => what)];
  return {
    requests: [
      ...ofRoles,
      ...[...leaving].map(({ roleName }) => ({ trigger: 'role-deleted', roleName, because: [isGone] }) as const),
      ...ofDeclared,
    ],
    expiring: decided.flatMap((each) => expiringOf(each, observation.now)),
    orphans: paused === undefined ? orphans.filter(({ what, isKept }) => before.has(what) && !isKept) : [],
    unaccounted: orphans,
    sightings: sightingsOf(seen, observation),
    ...(paused && { paused }),
  };
};

/** Whether what is done for a policy in the account is paused. */
type IsPaused = (policy: string) => boolean;

const isGone = 'The role is gone, and was so a day ago already.';
const isNotReady = 'The YAML declares its binding, and it is not ready yet.';

/** Which bindings stay, and which of them are as the policies want them. */
const usersOf = (
  missing: readonly BindingRecord[],
  leaving: ReadonlySet<BindingRecord>,
  requests: readonly RoleRequest[],
  roles: ReadonlyMap<string, DecidedRole>,
  observation: AccountObservation,
  policy: CompiledPolicy,
): UsersOf => {
  const live = observation.bindings.filter(isLive);
  const gone = new Set(missing);
  const releasedNames = new Set(
    requests.filter(({ trigger }) => trigger === 'role-released').map(({ roleName }) => roleName.toLowerCase()),
  );
  const isReleased = ({ roleName }: BindingRecord): boolean => releasedNames.has(roleName.toLowerCase());
  const isGoing = (binding: BindingRecord): boolean => gone.has(binding) || isReleased(binding);
  const asWanted = new Set(live.filter((binding) => isOfItsPolicy(binding, roles, observation, policy)));
  return {
    callers: { wanted: live.filter((binding) => isGoing(binding) || asWanted.has(binding)), staying: live },
    audienceApplications: {
      wanted: live.filter((binding) => !isGoing(binding) && asWanted.has(binding)),
      staying: live.filter((binding) => !isReleased(binding) && !leaving.has(binding)),
    },
  };
};

/** Whether a binding is as the policy has it that decides on its role; a revoked one stays as it is. */
const isOfItsPolicy = (
  binding: BindingRecord,
  roles: ReadonlyMap<string, DecidedRole>,
  { account }: AccountObservation,
  policy: CompiledPolicy,
): boolean => {
  if (binding.state === 'revoked') return true;
  const role = roles.get(binding.roleName.toLowerCase())?.role;
  const declared = declaredBinding(policy, account.id, binding.roleName)?.policy;
  const deciding =
    (role === undefined ? undefined : decidingPolicy(policy.policies, account, role)) ??
    policyNamed(policy.policies, declared, account);
  return deciding !== undefined && isOfPolicy(binding, deciding);
};

const requestFor = (
  decided: DecidedRole,
  observation: AccountObservation,
  policy: CompiledPolicy,
  isPaused: IsPaused,
): readonly RoleRequest[] => {
  const { role, record, verdict } = decided;
  const request = (trigger: RoleRequest['trigger'], because: readonly string[]): readonly RoleRequest[] => [
    { trigger, roleName: role.name, because },
  ];
  const reasons = verdict.reasons.map(({ because }) => because);
  const isDeclared = declaredBinding(policy, observation.account.id, role.name) !== undefined;
  // Who has put the binding back, or taken the denial of sessions away, finds both undone.
  if (record?.state === 'revoked') return isPaused(record.policy) ? [] : request('role-revoked', reasons);
  if (record !== undefined && isLive(record) && !keepsBinding(role, verdict, record, isDeclared))
    return request('role-released', reasons);
  const end = boundNeed(decided, observation.now);
  if (end.kind === 'revoke')
    return request('role-revoked', [`The binding has ended on ${end.expiresAt}, as was announced.`]);
  if (verdict.kind === 'bind') {
    const missing = missingOfBinding(decided, verdict, observation, policy);
    return missing.length === 0 ? [] : request('role-created', missing);
  }
  // What was refused and never told, or told and is right by now: its event has been lost.
  const isUntold = verdict.kind === 'refuse' && verdict.policy.enforcement === 'enforce' && !isTold(role);
  return isUntold || (isWithinPolicy(verdict) && isTold(role)) ? request('role-created', reasons) : [];
};

/** What is to be done about the end of a binding that stands, where its policy is enforced. */
const boundNeed = ({ role, record, verdict }: DecidedRole, now: Date): ExpiryNeed =>
  verdict.kind === 'bind' && record?.state === 'bound' && record.roleId === role.roleId
    ? expiryNeed(verdict.policy, record, role, now)
    : { kind: 'none' };

const expiringOf = (decided: DecidedRole, now: Date): readonly ExpiringBinding[] => {
  const { role, record, verdict } = decided;
  const need = boundNeed(decided, now);
  return need.kind === 'announce' && record !== undefined && verdict.kind === 'bind'
    ? [{ role, record, policy: verdict.policy, expiresAt: need.expiresAt }]
    : [];
};

/** Whether a declared binding can be made ready: its role is still to come, or is there and can have it. */
const isOpenTo = (decided: DecidedRole | undefined): boolean => decided === undefined || canBeDeclared(decided.verdict);

const isTold = ({ tags }: ObservedRole): boolean => Object.hasOwn(tags, statusTag);
