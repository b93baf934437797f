import { sharedIssuerClaim } from '../../trust/public-issuers';
import type { Admission } from '../../trust/admissions';
import { admissionPlace, ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustSubjectMissing: Check = {
  id: 'trust-subject-missing',
  severity: 'high',
  meaning:
    'A trust statement does not ask who a token is of: everybody who can get a token of the issuer for the audience may assume the role.',
  remedy: 'Add `StringEquals` on `ISSUER:sub`, with the subject in full.',
  find: (examined) => [
    ...ofAdmissions(examined, (admission) =>
      isOpen(admission, true)
        ? [`${admissionPlace(admission)} asks for no subject, and everybody gets tokens there.`]
        : [],
    ).map((observation) => ({ ...observation, severity: 'critical' as const })),
    ...ofAdmissions(examined, (admission) =>
      isOpen(admission, false) ? [`${admissionPlace(admission)} asks for no subject.`] : [],
    ),
  ],
};

/** Of an issuer that everybody shares, or of another one. Where the audience tells who comes, no subject is needed. */
const isOpen = ({ subjects, issuer, audiences }: Admission, isShared: boolean): boolean => {
  if (subjects !== undefined || issuer === '*') return false;
  const claim = sharedIssuerClaim(issuer);
  return (claim !== undefined) === isShared && !(claim === 'aud' && audiences !== undefined);
};
