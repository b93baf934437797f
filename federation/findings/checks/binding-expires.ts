import { expiryOf } from '../../expiry';
import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const bindingExpires: Check = {
  id: 'binding-expires',
  severity: 'low',
  meaning: 'The binding of a role is about to end, by its policy or by the tag of the role: then it is revoked.',
  remedy:
    'Delete the role if nobody needs it by then. Otherwise lift the revocation afterwards: `oidc-factory revoke ROLE --lift` begins a new term.',
  find: (examined) =>
    ofRoles(examined, ({ role, record, verdict }) => {
      if (verdict.kind !== 'bind' || record?.state !== 'bound' || verdict.policy.expiry === undefined) return [];
      const end = expiryOf(verdict.policy, record, role);
      const days = end === undefined ? Infinity : (end.getTime() - examined.observation.now.getTime()) / 86_400_000;
      return end !== undefined && days <= verdict.policy.expiry.announceDays
        ? [`The binding ends on ${end.toISOString()}.`]
        : [];
    }),
};
