import type { ReasonCode } from '../../reasons';
import { admitsSomebody } from '../../trust/widening';
import { isManagedIssuer, ofRoles } from '../reading';
import type { Check } from '../finding';

export const roleWithoutPolicy: Check = {
  id: 'role-without-policy',
  severity: 'medium',
  meaning:
    'A role trusts a managed identity provider, and no policy says who may come: none is for the role, the one that is for it is about another provider, or the factory never touches such a role.',
  remedy: 'Add a policy that matches the role, or take the statement out of its trust policy.',
  find: (examined) =>
    ofRoles(examined, ({ verdict, admissions }) => {
      if (verdict.kind !== 'leave') return [];
      const managed = admissions.filter(({ issuer }) => isManagedIssuer(issuer, examined.policy));
      if (managed.length === 0) return [];
      const told = managed.some(admitsSomebody) ? [...withoutPolicy, ...unheld] : withoutPolicy;
      return verdict.reasons.filter(({ code }) => told.includes(code)).map(({ because }) => because);
    }),
};

const withoutPolicy: readonly ReasonCode[] = ['no-policy-matches'];

/** Told only where somebody is let in: to a placeholder that nobody will ever bind there is nothing to say. */
const unheld: readonly ReasonCode[] = ['no-trust-statement', 'protected-role', 'sentinel-role'];
