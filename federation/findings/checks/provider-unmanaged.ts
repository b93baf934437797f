import { managedIssuers } from '../reading';
import type { Check } from '../finding';

export const providerUnmanaged: Check = {
  id: 'provider-unmanaged',
  severity: 'info',
  meaning: 'The account has an OIDC provider that no identity provider of the YAML is.',
  remedy:
    'Delete it where nothing uses it; otherwise add it to `identityProviders`, so that its roles are held to a policy.',
  find: ({ observation, policy }) => {
    const managed = managedIssuers(policy);
    return observation.allProviders
      .filter(({ issuer }) => !managed.includes(issuer))
      .map(({ issuer }) => ({
        subject: issuer,
        because: `Nothing in the YAML is for the OIDC provider of ${issuer}.`,
      }));
  },
};
