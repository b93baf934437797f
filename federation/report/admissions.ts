import type { ReportedAdmission, ReportedClaim } from '../../schemas/generated/reports/report.types';
import type { CompiledPolicy, Policy } from '../compiled-policy';
import type { ExaminedRole } from '../examine';
import { hostAndPathOf, sameIssuer } from '../issuer';
import { whoCan } from '../plan';
import type { ClaimText } from '../trust/admissions';
import type { Verdict } from '../verdict';

/** Whether a role keeps to a policy for an outside issuer, be it enforced or not. */
export const keepsToPolicy = ({ reasons }: Verdict): boolean =>
  reasons.some(({ code }) => code === 'trust-within-policy');

/** Who may assume a role with a web identity token, and who has named them. */
export const reportAdmissions = (
  examined: ExaminedRole,
  deciding: Policy | undefined,
  { identityProviders, outsideProviders }: CompiledPolicy,
): readonly ReportedAdmission[] => {
  const providers = [...identityProviders, ...outsideProviders];
  const allowing = keepsToPolicy(examined.verdict)
    ? providers.find(({ name }) => name === deciding?.identityProvider)
    : undefined;
  return whoCan(examined).flatMap((admitted) => {
    if (admitted.kind !== 'web-identity') return [];
    const { issuer, audiences, subjects, further } = admitted.admission;
    const managed = providers.find((each) => sameIssuer(hostAndPathOf(each.issuer), issuer));
    const isAllowed = allowing !== undefined && allowing === managed;
    return [
      {
        ...(managed === undefined ? { issuer } : { identityProvider: managed.name }),
        ...(audiences !== undefined && { audiences: audiences.map(claimOf) }),
        ...(subjects !== undefined && { subjects: subjects.map(claimOf) }),
        ...(further.length > 0 && { further }),
        namedBy: isAllowed && admitted.namedBy === 'nobody' ? 'policy' : admitted.namedBy,
      },
    ];
  });
};

const claimOf = ({ text, isPattern }: ClaimText): ReportedClaim => (isPattern ? { like: text } : text);
