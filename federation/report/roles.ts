import type { PlannedCredential } from '../../schemas/generated/events/caller-plan.types';
import type { ReportedRole } from '../../schemas/generated/reports/report.types';
import { chooseCredentials, uniqueNameOf } from '../callers';
import { compareText } from '../compare';
import type { Policy } from '../compiled-policy';
import type { ExaminedAccount, ExaminedRole } from '../examine';
import { decidingPolicy } from '../matching';
import type { ObservedRole } from '../observed';
import { ownerOf } from '../owner';
import type { BindingRecord, BindingState } from '../records';
import { isLive } from '../standing';
import { keepsToPolicy, reportAdmissions } from './admissions';

/** Reports the roles of an account that federation concerns, and the live bindings whose roles are not there. */
export const reportRoles = (
  examined: ExaminedAccount,
  placeOf: (credential: PlannedCredential) => number,
): readonly ReportedRole[] => {
  const { observation, policy, roles } = examined;
  const there = new Set(roles.map(({ role }) => role.name.toLowerCase()));
  const absent = observation.bindings.filter(({ roleName }) => !there.has(roleName.toLowerCase()));
  const credentialsOf = (deciding: Policy | undefined, role: ObservedRole): readonly PlannedCredential[] => {
    const chosen = deciding === undefined ? undefined : chooseCredentials(deciding, role.tags);
    return chosen?.kind === 'chosen' ? chosen.credentials : [];
  };
  return [
    ...roles.map((each): ReportedRole => {
      const { role, record } = each;
      const deciding = decidingPolicy(policy.policies, observation.account, role);
      const owner = deciding && ownerOf(role, deciding);
      const admits = reportAdmissions(each, deciding, policy);
      const policyName = deciding?.name ?? record?.policy;
      return {
        name: role.name,
        path: role.path,
        state: stateOf(each, admits),
        ...(policyName !== undefined && { policy: policyName }),
        ...(owner !== undefined && { owner }),
        ...(record !== undefined &&
          isLive(record) &&
          aboutCaller(record, examined, credentialsOf(deciding, role), placeOf)),
        ...dayOf('createdAt', role.createdAt),
        ...(record?.roleId === role.roleId ? dayOf('boundAt', record.boundAt) : {}),
        ...dayOf('lastUsedAt', role.lastUsedAt),
        admits,
      };
    }),
    ...absent.flatMap((record): readonly ReportedRole[] => {
      const state = liveStateOf(record);
      if (state === undefined) return [];
      const { roleName: name, policy: policyName } = record;
      return [{ name, state, policy: policyName, ...aboutCaller(record, examined, [], placeOf), admits: [] }];
    }),
  ].toSorted((one, other) => compareText(one.name.toLowerCase(), other.name.toLowerCase()));
};

const stateOf = (
  { role, record, trust, verdict }: ExaminedRole,
  admits: ReportedRole['admits'],
): ReportedRole['state'] => {
  const recorded = isOfRole(record, role) ? liveStateOf(record) : undefined;
  if (recorded === 'bound') return admits.some(({ namedBy }) => namedBy === 'binding') ? 'bound' : 'drifted';
  if (recorded !== undefined) return recorded;
  if (trust === undefined) return 'unreadable';
  switch (verdict.kind) {
    case 'bind':
      return 'pending';
    case 'audit':
      return 'audit';
    case 'refuse':
      return 'refused';
    case 'leave':
      return keepsToPolicy(verdict) ? 'within-policy' : 'unmanaged';
  }
};

const liveStateOf = (record: BindingRecord | undefined): Exclude<BindingState, 'unbound'> | undefined =>
  record === undefined || record.state === 'unbound' ? undefined : record.state;

/** A role made anew under the name of an earlier one has not got the binding of that one. */
const isOfRole = (record: BindingRecord | undefined, { roleId }: ObservedRole): boolean =>
  record?.roleId === undefined || record.roleId === roleId;

const aboutCaller = (
  { account, roleName, caller, uniqueName, audience, identityProvider, credentials = [] }: BindingRecord,
  { observation }: ExaminedAccount,
  planned: readonly PlannedCredential[],
  placeOf: (credential: PlannedCredential) => number,
): Pick<ReportedRole, 'caller' | 'application' | 'clientId' | 'credentials'> => {
  const clientId = observation.applications.find(
    (each) => each.isOurs && each.identityProvider === identityProvider && each.uniqueName === uniqueName,
  )?.clientId;
  const places = planned.filter(({ name }) => credentials.includes(name)).map(placeOf);
  return {
    caller,
    ...(uniqueName !== undefined && uniqueName !== uniqueNameOf(account, roleName) && { application: uniqueName }),
    ...(clientId !== undefined && clientId !== audience && { clientId }),
    ...(places.length > 0 && { credentials: places }),
  };
};

/** Of a moment its day, in UTC. */
const dayOf = <Key extends 'createdAt' | 'boundAt' | 'lastUsedAt'>(
  key: Key,
  moment: string | undefined,
): Partial<Record<Key, string>> => {
  const time = moment === undefined ? Number.NaN : Date.parse(moment);
  const day: Partial<Record<Key, string>> = {};
  if (!Number.isNaN(time)) day[key] = new Date(time).toISOString().slice(0, 10);
  return day;
};
