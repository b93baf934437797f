import type { ExaminedAccount, ExaminedRole } from '../examine';
import { handedOverTo } from '../hand-overs';
import { names, placeholderAudience } from '../names';
import type { Orphan, RoleRequest } from '../reconcile';
import { managedProvider } from '../verdict';
import { admissionsOf, type Admission } from '../trust/admissions';
import { transferOf } from '../transfer';
import { parseTrustPolicy } from '../trust/document';
import { pinTrust } from '../trust/pin';
import { unpinTrust } from '../trust/unpin';
import { admitsSomebody, widening } from '../trust/widening';
import type { BindingRecord } from '../records';
import type { ActionEffect, ActionKind, PlannedAction } from './plan';
import { plannedPins } from './planned-pins';

/**
 * What a workflow is going to do to a role; undefined where it only reports: a role that is refused, a trust policy that
 * IAM would not save, a caller that is not handed over, a revocation that is in place.
 */
export const roleAction = (
  { trigger, roleName, because }: RoleRequest,
  examined: ExaminedAccount,
  role: ExaminedRole | undefined,
): PlannedAction | undefined => {
  const action = (kind: ActionKind, effect: ActionEffect, after: readonly Admission[]): PlannedAction => {
    const before = (role?.admissions ?? []).filter(admitsSomebody);
    const policy = policyOf(role);
    return {
      kind,
      effect,
      role: roleName,
      ...(policy !== undefined && { policy }),
      because,
      before,
      after: after.filter(admitsSomebody),
      widens: widening(before, after).length > 0,
    };
  };
  switch (trigger) {
    case 'role-created':
      return role === undefined ? undefined : bindAction(role, examined, action);
    case 'role-released':
      return action('release', 'remove', role === undefined ? [] : released(role, examined));
    case 'role-deleted':
      return action('remove', 'remove', []);
    case 'role-declared':
      return action('declare', 'create', role?.admissions ?? []);
    case 'role-revoked':
      return role === undefined || isCutOff(role, examined)
        ? undefined
        : action('revoke', 'remove', released(role, examined));
  }
};

/** What is done to a statement whose audience is gone: it has admitted nobody, and admits nobody afterwards. */
export const closingAction = (
  { roleName, closed }: Extract<Orphan, { kind: 'statement' }>,
  role: ExaminedRole | undefined,
): PlannedAction => {
  const policy = policyOf(role);
  const admitted = admissionsIn(closed).filter(admitsSomebody);
  return {
    kind: 'release',
    effect: 'remove',
    role: roleName,
    ...(policy !== undefined && { policy }),
    because: [
      'Its trust policy has the statement of a binding that has ended, for an audience that the OIDC provider does not list, and had so a day ago.',
    ],
    before: admitted,
    after: admitted,
    widens: false,
  };
};

const bindAction = (
  examinedRole: ExaminedRole,
  examined: ExaminedAccount,
  action: (kind: ActionKind, effect: ActionEffect, after: readonly Admission[]) => PlannedAction,
): PlannedAction | undefined => {
  const { role, record, trust, verdict } = examinedRole;
  if (verdict.kind !== 'bind') return undefined;
  const { observation, policy } = examined;
  const { id } = observation.account;
  const transfer = transferOf(role, id, record, verdict, policy, trust);
  if (transfer.kind === 'impossible') return undefined;
  const handedOver = handedOverTo(verdict.policy.caller, id, role.name, policy);
  const pinned = pinTrust(role.trustPolicy, {
    provider: managedProvider(policy, id, verdict.identityProvider),
    ownAudiences: [placeholderAudience, ...(record?.audiences ?? [])],
    ...plannedPins(role.name, record, verdict.policy, observation, { transfer, handedOver }),
    maxLength: policy.perAccount.trustPolicyLength,
  });
  if (pinned.kind === 'impossible') return undefined;
  const isNew = record?.roleId !== role.roleId || record.state === 'unbound';
  const after = pinned.kind === 'unchanged' ? examinedRole.admissions : admissionsIn(pinned.document);
  return action('bind', isNew ? 'create' : 'change', after);
};

/** Who is admitted once the role's binding is taken out of its trust policy. */
const released = ({ role, record, admissions }: ExaminedRole, examined: ExaminedAccount): readonly Admission[] => {
  if (record === undefined) return admissions;
  const unpinned = unpinnedOf(role.trustPolicy, record, examined);
  return unpinned.kind === 'changed' ? admissionsIn(unpinned.document) : admissions;
};

const unpinnedOf = (trustPolicy: string, record: BindingRecord, { observation, policy }: ExaminedAccount) =>
  unpinTrust(trustPolicy, {
    provider: managedProvider(policy, observation.account.id, record),
    ownAudiences: [placeholderAudience, ...record.audiences],
    ...(record.subjects !== undefined && { subjects: record.subjects }),
    maxLength: policy.perAccount.trustPolicyLength,
  });

/** Whether a revoked binding is out of the trust policy, and its sessions are denied, as far as the inventory tells. */
const isCutOff = ({ role, record }: ExaminedRole, examined: ExaminedAccount): boolean =>
  record !== undefined &&
  unpinnedOf(role.trustPolicy, record, examined).kind !== 'changed' &&
  role.managedPolicies?.every((arn) => !arn.endsWith(`:policy/${names.revokedSessionsPolicy}`)) !== true;

const admissionsIn = (document: string): readonly Admission[] => {
  const trust = parseTrustPolicy(document);
  return trust === undefined ? [] : admissionsOf(trust);
};

const policyOf = (role: ExaminedRole | undefined): string | undefined =>
  role === undefined || role.verdict.kind === 'leave' ? role?.record?.policy : role.verdict.policy.name;
