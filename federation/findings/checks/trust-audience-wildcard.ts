import type { Admission } from '../../trust/admissions';
import { sharedIssuerClaim } from '../../trust/public-issuers';
import { admissionPlace, ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustAudienceWildcard: Check = {
  id: 'trust-audience-wildcard',
  severity: 'medium',
  meaning:
    'A trust statement takes tokens for audiences by a pattern: whoever adds a fitting audience to the OIDC provider opens the role.',
  remedy: 'Name the audience in full, with `StringEquals`.',
  find: (examined) =>
    [true, false].flatMap((isCustomers) =>
      ofAdmissions(examined, (admission) =>
        (sharedIssuerClaim(admission.issuer) === 'aud') === isCustomers ? wideAudiences(admission) : [],
      ).map((observation) =>
        // There the audience alone tells one customer from another.
        isCustomers ? { ...observation, severity: 'critical' as const } : observation,
      ),
    ),
};

const wideAudiences = (admission: Admission): readonly string[] =>
  (admission.audiences ?? [])
    .filter(({ isPattern }) => isPattern)
    .map(({ text }) => `${admissionPlace(admission)} takes every audience like ${text}.`);
