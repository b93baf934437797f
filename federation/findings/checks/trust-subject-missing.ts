import type { Admission } from '../../trust/admissions';
import type { TrustPolicy } from '../../trust/document';
import { comparesKey, sharedIssuerClaim } from '../../trust/public-issuers';
import { admissionPlace, ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustSubjectMissing: Check = {
  id: 'trust-subject-missing',
  severity: 'high',
  meaning:
    'A trust statement does not ask who a token is of: everybody who can get a token of the issuer for the audience may assume the role.',
  remedy: 'Add `StringEquals` on `ISSUER:sub`, with the subject in full.',
  find: (examined) => [
    ...ofAdmissions(examined, (admission, { trust }) =>
      isOpen(admission, trust, true)
        ? [`${admissionPlace(admission)} asks for no subject, and everybody gets tokens there.`]
        : [],
    ).map((observation) => ({ ...observation, severity: 'critical' as const })),
    ...ofAdmissions(examined, (admission, { trust }) =>
      isOpen(admission, trust, false) ? [`${admissionPlace(admission)} asks for no subject.`] : [],
    ),
  ],
};

/**
 * Of an issuer that everybody shares, or of another one. Where something else tells who comes, the audience or the name
 * of the session, no subject is needed.
 */
const isOpen = (
  { statement, subjects, issuer, audiences }: Admission,
  trust: TrustPolicy | undefined,
  isShared: boolean,
): boolean => {
  if (subjects !== undefined || issuer === '*') return false;
  const claim = sharedIssuerClaim(issuer);
  if ((claim !== undefined) !== isShared) return false;
  if (claim?.includes(':') === true) {
    const written = trust?.statements[statement];
    return written === undefined || !comparesKey(written, claim);
  }
  return !(claim === 'aud' && audiences !== undefined);
};
