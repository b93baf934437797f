import { isManagedIssuer } from '../reading';
import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const roleWithoutPolicy: Check = {
  id: 'role-without-policy',
  severity: 'low',
  meaning: 'A role trusts a managed identity provider, and no policy is for it: the factory leaves it alone.',
  remedy: 'Add a policy that matches the role, or take the statement out of its trust policy.',
  find: (examined) =>
    ofRoles(examined, ({ verdict, admissions }) =>
      verdict.kind === 'leave' && admissions.some(({ issuer }) => isManagedIssuer(issuer, examined.policy))
        ? verdict.reasons.filter(({ code }) => code === 'no-policy-matches').map(({ because }) => because)
        : [],
    ),
};
