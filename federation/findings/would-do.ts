import type { ExaminedAccount, ExaminedRole } from '../examine';
import { missingOfBinding } from '../reconcile';
import { declaredBinding } from '../verdict';
import { isLive, keepsBinding } from '../standing';

/** What would be done to a role if its policy did not only report. */
export const wouldDo = (examined: ExaminedRole, { observation, policy }: ExaminedAccount): readonly string[] => {
  const { role, record, verdict } = examined;
  if (verdict.kind === 'audit') {
    const missing = missingOfBinding(examined, verdict, observation, policy);
    return missing.length === 0 ? [] : [`The policy ${verdict.policy.name} would bind the role. ${missing.join(' ')}`];
  }
  if (verdict.kind !== 'refuse' || verdict.policy.enforcement === 'enforce') return [];
  const enforced = { ...verdict, policy: { ...verdict.policy, enforcement: 'enforce' as const } };
  const isDeclared = declaredBinding(policy, observation.account.id, role.name) !== undefined;
  return record !== undefined && isLive(record) && !keepsBinding(role, enforced, record, isDeclared)
    ? [`The policy ${verdict.policy.name} would take the binding back.`]
    : [];
};
