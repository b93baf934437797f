import type { CompiledPolicy } from '../compiled-policy';
import type { ExaminedAccount, ExaminedRole } from '../examine';
import { entraTenantOf, hostAndPathOf, sameIssuer } from '../issuer';
import { profileOf } from '../issuer-profiles';
import type { ReasonCode } from '../reasons';
import { webIdentityAction, type Admission } from '../trust/admissions';
import type { TrustStatement } from '../trust/document';
import { concernsAction } from '../trust/evaluate';
import { sharedIssuerClaim } from '../trust/public-issuers';
import { admitsSomebody } from '../trust/widening';
import type { Observation } from './finding';

/** What some look at roles, one by one, tells of them as sentences. */
export const ofRoles = (
  { roles }: ExaminedAccount,
  look: (role: ExaminedRole) => readonly string[],
): readonly Observation[] => {
  const observations: Observation[] = [];
  for (const examined of roles)
    for (const because of look(examined)) observations.push({ role: examined.role.name, because });
  return observations;
};

/** What some look at whom the roles admit tells of them; each sentence once a role, and nothing of who admits nobody. */
export const ofAdmissions = (
  examined: ExaminedAccount,
  look: (admission: Admission, role: ExaminedRole) => readonly string[],
): readonly Observation[] =>
  ofRoles(examined, (role) => {
    const said: string[] = [];
    for (const admission of role.admissions) if (admitsSomebody(admission)) said.push(...look(admission, role));
    return said.length < 2 ? said : [...new Set(said)];
  });

/** What some look at the Allow statements for web identity tokens tells of the roles. */
export const ofWebIdentityStatements = (
  examined: ExaminedAccount,
  look: (statement: TrustStatement, index: number) => readonly string[],
): readonly Observation[] =>
  ofRoles(examined, ({ trust }) =>
    (trust?.statements ?? []).flatMap((statement, index) =>
      statement.effect === 'Allow' && concernsAction(statement, webIdentityAction) ? look(statement, index) : [],
    ),
  );

/** The reasons with these codes for which roles are refused. */
export const ofRefusals = (examined: ExaminedAccount, codes: readonly ReasonCode[]): readonly Observation[] =>
  ofRoles(examined, ({ verdict }) =>
    verdict.kind === 'refuse'
      ? verdict.reasons.filter(({ code }) => codes.includes(code)).map(({ because }) => because)
      : [],
  );

/** Which statement an admission is of, and whom it trusts. */
export const admissionPlace = ({ statement, issuer }: Admission): string => `Statement ${statement} for ${issuer}`;

/** The URLs of the issuers under management. */
export const managedIssuers = ({ identityProviders, outsideProviders }: CompiledPolicy): readonly string[] =>
  [...identityProviders, ...outsideProviders].map(({ issuer }) => issuer);

/** Whether an issuer, given without its scheme, is under management. */
export const isManagedIssuer = (issuer: string, policy: CompiledPolicy): boolean =>
  managedIssuers(policy).some((managed) => sameIssuer(hostAndPathOf(managed), issuer));

/**
 * Whether an issuer is managed, of a known family, or one that many customers share; an Entra tenant is known where it is
 * one of the YAML's, or Microsoft Sentinel's.
 */
export const isKnownIssuer = (issuer: string, policy: CompiledPolicy): boolean => {
  if (isManagedIssuer(issuer, policy) || sharedIssuerClaim(issuer) !== undefined) return true;
  const tenant = entraTenantOf(issuer);
  return tenant === undefined
    ? profileOf(issuer) !== undefined
    : policy.identityProviders.some(({ tenantId }) => tenantId.toLowerCase() === tenant.id.toLowerCase());
};
