import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const bindingRevoked: Check = {
  id: 'binding-revoked',
  severity: 'info',
  meaning: 'The binding of a role was revoked, and stays so until somebody lifts that.',
  remedy: 'Once the reason is gone, `oidc-factory revoke ROLE --lift`.',
  find: (examined) =>
    ofRoles(examined, ({ record }) =>
      record?.state === 'revoked' ? ['The binding is revoked: nobody may assume the role through it.'] : [],
    ),
};
