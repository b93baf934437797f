import type { Check } from '../finding';

export const trustStatementOrphaned: Check = {
  id: 'trust-statement-orphaned',
  severity: 'low',
  meaning:
    'A role has the trust statement of a binding that has ended, for an audience that the OIDC provider does not list: it admits nobody, and would admit again when the audience came back.',
  remedy:
    'Nothing, where the policy is enforced: the second reconcile that sees it writes the placeholder back. Take the statement out of the template that owns the role.',
  find: ({ reconcile }) =>
    reconcile.unaccounted.flatMap((orphan) =>
      orphan.kind === 'statement' && !orphan.isContested
        ? [
            {
              role: orphan.roleName,
              because: 'The binding of its trust statement has ended, and the audience is gone.',
            },
          ]
        : [],
    ),
};
