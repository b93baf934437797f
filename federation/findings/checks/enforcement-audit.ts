import { wouldDo } from '../would-do';
import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const enforcementAudit: Check = {
  id: 'enforcement-audit',
  severity: 'info',
  meaning: 'The policy of a role only reports: this is what it would do if it were enforced.',
  remedy: 'Set `enforcement: enforce` in the policy, or put the unit into a wave.',
  find: (examined) => ofRoles(examined, (role) => wouldDo(role, examined)),
};
