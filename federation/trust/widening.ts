import { entraTenantOf } from '../issuer';
import { placeholderAudience } from '../names';
import { coversText, type Admission, type ClaimText } from './admissions';

/**
 * Who is admitted afterwards that was not before. Where that cannot be told for sure, somebody is taken to be new. For
 * the placeholder Microsoft Entra never issues a token, so that there it admits nobody; others issue one for any audience.
 */
export const widening = (before: readonly Admission[], after: readonly Admission[]): readonly Admission[] =>
  after.filter((admission) => admitsSomebody(admission) && !before.some((wider) => covers(wider, admission)));

/** Whether somebody can have a token that an admission is for. */
export const admitsSomebody = ({ issuer, audiences, subjects }: Admission): boolean =>
  (audiences === undefined ||
    entraTenantOf(issuer) === undefined ||
    audiences.some(({ text }) => text !== placeholderAudience)) &&
  (subjects === undefined || subjects.length > 0);

const covers = (wider: Admission, admission: Admission): boolean =>
  (wider.issuer === '*' || wider.issuer === admission.issuer) &&
  coversClaim(wider.audiences, admission.audiences) &&
  coversClaim(wider.subjects, admission.subjects) &&
  wider.further.every((condition) => admission.further.includes(condition));

const coversClaim = (wider: readonly ClaimText[] | undefined, texts: readonly ClaimText[] | undefined): boolean =>
  wider === undefined || (texts?.every((text) => wider.some((each) => coversText(each, text))) ?? false);
