import type { TrustPolicy } from './trust/document';

/**
 * The issuers of Microsoft Sentinel's own tokens, commercial and Government; roles that trust them are Sentinel's.
 * Source: Microsoft's page on connecting Sentinel to AWS.
 */
const sentinelIssuers = [
  'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d',
  'sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e',
];

/** Whether a role is Microsoft Sentinel's, which is never touched. */
export const trustsSentinel = (trust: TrustPolicy): boolean =>
  trust.statements.some(({ principals }) =>
    Object.values(principals).some((names) =>
      names.some((name) => sentinelIssuers.some((issuer) => name.includes(issuer))),
    ),
  );
