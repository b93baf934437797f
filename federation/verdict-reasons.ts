import type { AccountFacts, CompiledPolicy, DeclaredBinding, Policy } from './compiled-policy';
import { firstMismatch } from './matching';
import type { ObservedRole } from './observed';
import type { Reason } from './reasons';

/** The policies that are not for a role, the first ones by what they miss it. */
export const missesOf = ({ policies }: CompiledPolicy, account: AccountFacts, role: ObservedRole): string => {
  if (policies.length === 0) return 'none, for there is none';
  const told = policies.slice(0, mostMisses).map((p) => `${p.name} by ${firstMismatch(p.match, account, role) ?? ''}`);
  const others = policies.length - told.length;
  return `${told.join(', ')}${others > 0 ? `, and ${others} more` : ''}`;
};

/** So many policies are told of. */
const mostMisses = 5;

/** Why a policy that would bind a role only reports. */
export const reportsOnly = ({ name, enforcement, enforceFrom }: Policy): string =>
  enforcement === 'enforce' && enforceFrom !== undefined
    ? `The policy ${name} reports only here until it is enforced, from ${enforceFrom} on.`
    : `The policy ${name} reports only; set enforcement to enforce to have it done.`;

/** A revocation is lifted by hand alone. */
export const revoked: Reason = {
  code: 'binding-revoked',
  because: 'The binding was revoked by hand; `oidc-factory revoke --lift` lifts that.',
};

/** Why a role that another policy is for cannot have the binding that the YAML declares; nothing where it can. */
export const mismatch = (declared: DeclaredBinding | undefined, deciding: Policy): readonly Reason[] =>
  declared === undefined || declared.policy === deciding.name
    ? []
    : [
        {
          code: 'binding-policy-mismatch',
          because: `The binding is declared for the policy ${declared.policy}, and the role matches ${deciding.name}. Correct the declaration, or the role.`,
        },
      ];
