import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const trustUnreadable: Check = {
  id: 'trust-unreadable',
  severity: 'medium',
  meaning:
    'The trust policy of a role has something in it that is not understood: what it means cannot be told, and it is not written to.',
  remedy: 'Write it anew with the elements of the IAM policy language.',
  find: (examined) =>
    ofRoles(examined, ({ trust }) => (trust === undefined ? ['The trust policy is not a policy document.'] : [])),
};
