import { ofRefusals } from '../reading';
import type { Check } from '../finding';

export const trustBeyondPolicy: Check = {
  id: 'trust-beyond-policy',
  severity: 'high',
  meaning:
    'A trust statement for a managed outside issuer admits subjects or audiences that the policy does not allow.',
  remedy: "Narrow the statement to what the policy's `caller` names, or have the policy allow more.",
  find: (examined) => ofRefusals(examined, ['trust-subject-not-allowed', 'trust-audience-not-allowed']),
};
