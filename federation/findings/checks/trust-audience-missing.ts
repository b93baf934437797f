import { admissionPlace, ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustAudienceMissing: Check = {
  id: 'trust-audience-missing',
  severity: 'high',
  meaning:
    'A trust statement does not ask for whom a token must be: any audience that the OIDC provider lists will do, so that tokens meant for one role open another.',
  remedy: 'Add `StringEquals` on `ISSUER:aud` to the statement.',
  find: (examined) =>
    ofAdmissions(examined, (admission) =>
      admission.audiences === undefined && admission.issuer !== '*'
        ? [`${admissionPlace(admission)} asks for no audience.`]
        : [],
    ),
};
