/** What can be found that the policies forbid. Exemptions name findings by these ids. */
export const findingIds = [
  'application-orphaned',
  'application-squatted',
  'binding-policy-mismatch',
  'caller-credential-unplanned',
  'caller-without-credential',
  'issuer-retiring',
  'provider-audience-orphaned',
  'quota-near',
  'role-limits',
  'role-unused',
  'token-version-mismatch',
  'trust-audience-missing',
  'trust-contested',
  'trust-subject-missing',
  'trust-subject-wildcard',
  'trust-unknown-issuer',
] as const;

/** The id of a finding. */
export type FindingId = (typeof findingIds)[number];

const known: ReadonlySet<string> = new Set(findingIds);

/** Whether a text is the id of a finding. */
export const isFindingId = (text: string): text is FindingId => known.has(text);
