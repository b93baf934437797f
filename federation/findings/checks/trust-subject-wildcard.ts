import type { CompiledPolicy } from '../../compiled-policy';
import { entraTenantOf, hostAndPathOf, sameIssuer } from '../../issuer';
import { profileOf, tooWideFor } from '../../issuer-profiles';
import type { Admission, ClaimText } from '../../trust/admissions';
import { sharedIssuerClaim } from '../../trust/public-issuers';
import { ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustSubjectWildcard: Check = {
  id: 'trust-subject-wildcard',
  severity: 'high',
  meaning: 'A trust statement takes subjects that others than one customer, or one caller, can have.',
  remedy: 'Write out whose subject it is: `repo:acme/payments:…`, and never `repo:acme*`.',
  find: (examined) =>
    [true, false].flatMap((isOpen) =>
      ofAdmissions(examined, (admission) =>
        isOpenToAll(admission) === isOpen ? wideSubjects(admission, examined.policy) : [],
      ).map((observation) => (isOpen ? { ...observation, severity: 'critical' as const } : observation)),
    ),
};

/** Whether everybody can get tokens of the issuer, and no audience tells one customer from another. */
const isOpenToAll = (admission: Admission): boolean =>
  sharedIssuerClaim(admission.issuer) !== undefined && !isOfCustomers(admission);

/** Whether the audience tells whose tokens are meant. */
const isOfCustomers = ({ issuer, audiences = [] }: Admission): boolean =>
  sharedIssuerClaim(issuer) === 'aud' && audiences.length > 0 && audiences.every(({ isPattern }) => !isPattern);

const wideSubjects = (admission: Admission, policy: CompiledPolicy): readonly string[] =>
  (admission.subjects ?? []).flatMap((subject) => {
    const { issuer, statement } = admission;
    const why = whyWide(subject, admission, policy);
    return why === undefined ? [] : [`Statement ${statement} takes ${subject.text} of ${issuer}. ${why}`];
  });

const whyWide = (
  { text, isPattern }: ClaimText,
  admission: Admission,
  { outsideProviders }: CompiledPolicy,
): string | undefined => {
  // Letters that look like wildcards: such a subject nobody has.
  if (!isPattern && /[*?]/.test(text)) return undefined;
  const { issuer } = admission;
  const kind = outsideProviders.find((managed) => sameIssuer(hostAndPathOf(managed.issuer), issuer))?.kind;
  if (profileOf(issuer) !== undefined || kind !== undefined || isOfCustomers(admission))
    return tooWideFor(issuer, text, kind);
  if (!isPattern) return undefined;
  return entraTenantOf(issuer) === undefined
    ? 'How its subjects are made up is not known here, so that others may have one like it.'
    : 'Its subjects are one caller each.';
};
