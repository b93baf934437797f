import { admissionPlace, ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustAudienceWildcard: Check = {
  id: 'trust-audience-wildcard',
  severity: 'medium',
  meaning:
    'A trust statement takes tokens for audiences by a pattern: whoever adds a fitting audience to the OIDC provider opens the role.',
  remedy: 'Name the audience in full, with `StringEquals`.',
  find: (examined) =>
    ofAdmissions(examined, (admission) =>
      (admission.audiences ?? [])
        .filter(({ isPattern }) => isPattern)
        .map(({ text }) => `${admissionPlace(admission)} takes every audience like ${text}.`),
    ),
};
