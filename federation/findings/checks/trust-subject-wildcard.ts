import { profileOf, tooWideFor } from '../../issuer-profiles';
import type { Admission } from '../../trust/admissions';
import { sharedIssuerClaim } from '../../trust/public-issuers';
import { ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustSubjectWildcard: Check = {
  id: 'trust-subject-wildcard',
  severity: 'high',
  meaning: 'A trust statement takes subjects by a pattern that others than one customer, or one caller, can have.',
  remedy: 'Write out whose subject it is: `repo:acme/payments:…`, and never `repo:acme*`.',
  find: (examined) =>
    [true, false].flatMap((isShared) =>
      ofAdmissions(examined, (admission) => wideSubjects(admission, isShared)).map((observation) =>
        isShared ? { ...observation, severity: 'critical' as const } : observation,
      ),
    ),
};

const wideSubjects = ({ subjects = [], issuer, statement }: Admission, isShared: boolean): readonly string[] => {
  const patterns = subjects.filter(({ isPattern }) => isPattern);
  if (patterns.length === 0 || (sharedIssuerClaim(issuer) !== undefined) !== isShared) return [];
  return patterns.flatMap(({ text }) => {
    const why = whyWide(text, issuer);
    return why === undefined ? [] : [`Statement ${statement} takes ${text} of ${issuer}. ${why}`];
  });
};

/** The subjects of issuers that are not known are taken for names of one caller each, as those of Entra are. */
const whyWide = (pattern: string, issuer: string): string | undefined =>
  profileOf(issuer) === undefined ? 'Its subjects are one caller each.' : tooWideFor(issuer, pattern);
