import { ofRefusals } from '../reading';
import type { Check } from '../finding';

export const roleLimits: Check = {
  id: 'role-limits',
  severity: 'medium',
  meaning: 'A role breaks what its policy asks of roles, and is not bound for that.',
  remedy: 'Change the role as the sentence says; the factory never edits anything of a role but its trust policy.',
  find: (examined) =>
    ofRefusals(examined, [
      'session-too-long',
      'permissions-boundary-missing',
      'permissions-boundary-not-allowed',
      'managed-policy-not-allowed',
      'managed-policy-banned',
      'managed-policies-unknown',
      'required-tag-missing',
      'subject-not-allowed',
      'too-many-credentials',
    ]),
};
