import { ofRefusals } from '../reading';
import type { Check } from '../finding';

export const trustStatementForeign: Check = {
  id: 'trust-statement-foreign',
  severity: 'medium',
  meaning:
    'A role has a statement for a managed identity provider that the factory did not write: it stays as it is, and the role is not bound.',
  remedy:
    'Have `oidc-factory import` write a policy that names whom it admits. Otherwise take the statement out, or put the placeholder `oidc-factory-pending` into it as audience, so that the factory takes it over.',
  find: (examined) => ofRefusals(examined, ['trust-statement-foreign', 'trust-statement-shared']),
};
