import { entraTenantOf } from '../../issuer';
import { ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const tokenVersionMismatch: Check = {
  id: 'token-version-mismatch',
  severity: 'high',
  meaning:
    'A role trusts the v2 issuer of a tenant whose v1 issuer is managed: tokens of the one version never pass for the other, and v2 tokens of any application of the tenant may.',
  remedy:
    'Trust the v1 issuer `https://sts.windows.net/TENANT/`, and let `api.requestedAccessTokenVersion` of the application be 1.',
  find: (examined) => {
    const tenants = new Set(examined.policy.identityProviders.map(({ tenantId }) => tenantId.toLowerCase()));
    return ofAdmissions(examined, ({ issuer }) => {
      const tenant = entraTenantOf(issuer);
      return tenant?.version === 2 && tenants.has(tenant.id.toLowerCase())
        ? [`The role trusts ${issuer}, and the managed issuer of that tenant is of version 1.`]
        : [];
    });
  },
};
