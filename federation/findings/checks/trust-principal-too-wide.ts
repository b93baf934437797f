import { ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustPrincipalTooWide: Check = {
  id: 'trust-principal-too-wide',
  severity: 'critical',
  meaning: 'A trust statement admits web identity tokens of every OIDC provider of the account, or everybody but some.',
  remedy: 'Name the one OIDC provider as the principal.',
  find: (examined) =>
    ofAdmissions(examined, ({ issuer, statement }) =>
      issuer === '*' ? [`Statement ${statement} admits tokens of every OIDC provider.`] : [],
    ),
};
