import type { OrganizationalUnitMatch } from '../compiled-policy';
import type { ExaminedAccount } from '../examine';
import type { AccountIssuers } from '../guardrails/cut-off';
import { matchesOrganizationalUnit } from '../matching';

/** The issuers in use in an account, where a guardrail is attached to its unit; empty where none is. */
export const issuersInUse = (
  { observation: { account, allProviders }, roles }: ExaminedAccount,
  units: readonly OrganizationalUnitMatch[] = [],
): readonly AccountIssuers[] =>
  matchesOrganizationalUnit(account.organizationalUnit, units)
    ? [
        {
          account: account.id,
          providers: allProviders.map(({ issuer }) => issuer),
          roles: roles
            .filter(({ admissions }) => admissions.length > 0)
            .map(({ role, admissions }) => ({
              role: role.name,
              issuers: admissions.map(({ issuer }) => issuer).filter((issuer) => issuer !== '*'),
            })),
        },
      ]
    : [];
