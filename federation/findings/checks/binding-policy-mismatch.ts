import { ofRefusals } from '../reading';
import type { Check } from '../finding';

export const bindingPolicyMismatch: Check = {
  id: 'binding-policy-mismatch',
  severity: 'medium',
  meaning: 'The YAML declares the binding of a role for another policy than the one that the role matches.',
  remedy: 'Correct the declaration, or what the role is matched by: its account, name, path or tags.',
  find: (examined) => ofRefusals(examined, ['binding-policy-mismatch']),
};
