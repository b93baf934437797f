import { callerNameOf } from '../../../federation/callers';
import type { CompiledPolicy } from '../../../federation/compiled-policy';
import { decidingPolicy } from '../../../federation/matching';
import { declaredBinding } from '../../../federation/verdict';
import type { Ground, StandingRole } from './ground';

/** Object ids of those whom some policies would let in to a role of a name, whatever else they ask of the role. */
export const namedSubjects = (
  account: string,
  roleName: string,
  policies: readonly CompiledPolicy[],
  ground: Ground,
): ReadonlySet<string> =>
  new Set(
    policies.flatMap((each) => each.policies.flatMap(({ caller }) => subjectsOf(caller, account, roleName, ground))),
  );

/** Object ids of those whom the policies, as they are now, let in to a role. */
export const subjectsNow = ({ account, role }: StandingRole, ground: Ground): ReadonlySet<string> => {
  const { policy } = ground.stage;
  const declared = declaredBinding(policy, account.id, role.name)?.policy;
  const deciding = decidingPolicy(policy.policies, account, role);
  const meant = policy.policies.filter(({ name }) => name === deciding?.name || name === declared);
  return new Set(meant.flatMap(({ caller }) => subjectsOf(caller, account.id, role.name, ground)));
};

/** Whoever stands for an application of the factory's own under the caller's unique name, and nobody else. */
const subjectsOf = (
  caller: CompiledPolicy['policies'][number]['caller'],
  account: string,
  roleName: string,
  { applications, principals }: Ground,
): readonly string[] => {
  if (caller.kind === 'outside') return [];
  if (caller.kind === 'existing') return caller.principals;
  const uniqueName = callerNameOf(caller, account, roleName);
  const clientIds = applications.filter((one) => one.uniqueName === uniqueName).map(({ appId }) => appId);
  return principals.filter(({ appId, isOurs }) => isOurs && clientIds.includes(appId)).map(({ id }) => id);
};
