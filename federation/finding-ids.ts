/** What can be found that the policies forbid. Exemptions name findings by these ids. */
export const findingIds = [
  'application-orphaned',
  'application-squatted',
  'binding-expires',
  'binding-policy-mismatch',
  'binding-revoked',
  'caller-credential-unplanned',
  'caller-without-credential',
  'enforcement-audit',
  'exemption-expired',
  'guardrail-cuts-creation',
  'guardrail-cuts-sign-in',
  'hand-over-needless',
  'hand-over-unfinished',
  'issuer-retiring',
  'provider-audience-orphaned',
  'provider-missing',
  'provider-unmanaged',
  'quota-near',
  'role-limits',
  'role-unused',
  'role-without-policy',
  'token-version-mismatch',
  'trust-audience-missing',
  'trust-audience-wildcard',
  'trust-beyond-policy',
  'trust-condition-ineffective',
  'trust-contested',
  'trust-for-all-values',
  'trust-principal-too-wide',
  'trust-provider-missing',
  'trust-statement-foreign',
  'trust-statement-orphaned',
  'trust-subject-missing',
  'trust-subject-wildcard',
  'trust-unknown-issuer',
  'trust-unreadable',
] as const;

/** The id of a finding. */
export type FindingId = (typeof findingIds)[number];

const known: ReadonlySet<string> = new Set(findingIds);

/** Whether a text is the id of a finding. */
export const isFindingId = (text: string): text is FindingId => known.has(text);
