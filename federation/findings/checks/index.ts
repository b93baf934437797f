import { applicationOrphaned } from './application-orphaned';
import { applicationSquatted } from './application-squatted';
import { bindingExpires } from './binding-expires';
import { bindingPolicyMismatch } from './binding-policy-mismatch';
import { bindingRevoked } from './binding-revoked';
import { callerCredentialUnplanned } from './caller-credential-unplanned';
import { callerWithoutCredential } from './caller-without-credential';
import { enforcementAudit } from './enforcement-audit';
import { guardrailCutsCreation } from './guardrail-cuts-creation';
import { guardrailCutsSignIn } from './guardrail-cuts-sign-in';
import { handOverNeedless } from './hand-over-needless';
import { handOverUnfinished } from './hand-over-unfinished';
import { issuerRetiring } from './issuer-retiring';
import { providerAudienceOrphaned } from './provider-audience-orphaned';
import { providerMissing } from './provider-missing';
import { providerUnmanaged } from './provider-unmanaged';
import { quotaNear } from './quota-near';
import { roleLimits } from './role-limits';
import { roleUnused } from './role-unused';
import { roleWithoutPolicy } from './role-without-policy';
import { tokenVersionMismatch } from './token-version-mismatch';
import { trustAudienceMissing } from './trust-audience-missing';
import { trustAudienceWildcard } from './trust-audience-wildcard';
import { trustBeyondPolicy } from './trust-beyond-policy';
import { trustConditionIneffective } from './trust-condition-ineffective';
import { trustContested } from './trust-contested';
import { trustForAllValues } from './trust-for-all-values';
import { trustPrincipalTooWide } from './trust-principal-too-wide';
import { trustProviderMissing } from './trust-provider-missing';
import { trustStatementForeign } from './trust-statement-foreign';
import { trustStatementOrphaned } from './trust-statement-orphaned';
import { trustSubjectMissing } from './trust-subject-missing';
import { trustSubjectWildcard } from './trust-subject-wildcard';
import { trustUnknownIssuer } from './trust-unknown-issuer';
import { trustUnreadable } from './trust-unreadable';
import type { Check } from '../finding';

/** Every check, by id. */
export const checks: readonly Check[] = [
  applicationOrphaned,
  applicationSquatted,
  bindingExpires,
  bindingPolicyMismatch,
  bindingRevoked,
  callerCredentialUnplanned,
  callerWithoutCredential,
  enforcementAudit,
  guardrailCutsCreation,
  guardrailCutsSignIn,
  handOverNeedless,
  handOverUnfinished,
  issuerRetiring,
  providerAudienceOrphaned,
  providerMissing,
  providerUnmanaged,
  quotaNear,
  roleLimits,
  roleUnused,
  roleWithoutPolicy,
  tokenVersionMismatch,
  trustAudienceMissing,
  trustAudienceWildcard,
  trustBeyondPolicy,
  trustConditionIneffective,
  trustContested,
  trustForAllValues,
  trustPrincipalTooWide,
  trustProviderMissing,
  trustStatementForeign,
  trustStatementOrphaned,
  trustSubjectMissing,
  trustSubjectWildcard,
  trustUnknownIssuer,
  trustUnreadable,
];
