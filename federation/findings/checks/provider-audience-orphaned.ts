import type { Check } from '../finding';

export const providerAudienceOrphaned: Check = {
  id: 'provider-audience-orphaned',
  severity: 'low',
  meaning: 'The OIDC provider of an account lists an audience of the factory that no binding is for.',
  remedy: 'Nothing: the second reconcile that sees it removes it.',
  find: ({ reconcile }) =>
    reconcile.unaccounted.flatMap((orphan) =>
      orphan.kind === 'audience'
        ? [
            {
              subject: orphan.audience,
              because: `No binding is for the audience ${orphan.audience} of ${orphan.identityProvider}.`,
            },
          ]
        : [],
    ),
};
