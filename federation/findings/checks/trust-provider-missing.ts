import { hostAndPathOf, isBuiltInIssuer, sameIssuer } from '../../issuer';
import { ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustProviderMissing: Check = {
  id: 'trust-provider-missing',
  severity: 'medium',
  meaning: 'A role trusts an OIDC provider that the account does not have: whoever may create it decides who gets in.',
  remedy: 'Take the statement out, or create the provider.',
  find: (examined) => {
    const there = examined.observation.allProviders.map(({ issuer }) => hostAndPathOf(issuer));
    return ofAdmissions(examined, ({ issuer, statement }) =>
      issuer === '*' || isBuiltInIssuer(issuer) || there.some((one) => sameIssuer(one, issuer))
        ? []
        : [`Statement ${statement} trusts ${issuer}, and the account has no such OIDC provider.`],
    );
  },
};
