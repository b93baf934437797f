import type { CompiledPolicy } from './compiled-policy';
import type { GuardrailScope } from './guardrails/scope';
import type { ListedProvider, ObservedRole } from './observed';
import {
  decideRoles,
  planReconcile,
  readRole,
  type AccountObservation,
  type DecidedRole,
  type ReadRole,
  type ReconcilePlan,
} from './reconcile';
import { admissionsOf, type Admission } from './trust/admissions';

/** An account as an inventory shows it. */
export interface InventoriedAccount extends AccountObservation {
  /** Every OIDC provider of the account, managed or not. */
  readonly allProviders: readonly ListedProvider[];
}

/** A role with all that is made of it. */
export interface ExaminedRole extends DecidedRole {
  /** Whom its trust policy admits with web identity tokens. */
  readonly admissions: readonly Admission[];
}

/** An account with all that is made of it: what plans and findings are computed from. */
export interface ExaminedAccount {
  readonly observation: InventoriedAccount;
  readonly policy: CompiledPolicy;
  /** Those that somebody may assume with a web identity token, as far as can be told, or that the factory knows. */
  readonly roles: readonly ExaminedRole[];
  /** What a reconcile would do. */
  readonly reconcile: ReconcilePlan;
  /** The guardrails of the configuration, where it has any. */
  readonly guardrails?: GuardrailScope;
}

/**
 * Makes of an account all that plans and findings need, once. Most roles of an account are none of federation: they trust
 * services and other accounts, and have no binding. Nothing is ever done to them, so that nothing is decided on them.
 */
export const examine = (
  observation: InventoriedAccount,
  policy: CompiledPolicy,
  guardrails?: GuardrailScope,
): ExaminedAccount => {
  const known = new Set(
    [
      ...observation.bindings.map(({ roleName }) => roleName),
      ...policy.bindings.filter(({ account }) => account === observation.account.id).map(({ role }) => role),
    ].map((name) => name.toLowerCase()),
  );
  const isKnown = ({ name }: { readonly name: string }): boolean => known.has(name.toLowerCase());
  const readOnce = readsOnce();
  const read = observation.roles
    .filter((role) => isKnown(role) || mayAdmit(role.trustPolicy))
    .map(readOnce)
    .filter(({ role, trust, admissions }) => trust === undefined || admissions.length > 0 || isKnown(role));
  const roles = examineRoles(observation, policy, read);
  return {
    observation,
    policy,
    roles,
    reconcile: planReconcile(observation, policy, roles),
    ...(guardrails !== undefined && { guardrails }),
  };
};

/**
 * Whether a trust policy could be for web identity tokens, by its text: such a statement has `Federated`, everybody, or
 * everybody but some as its principal, and JSON can only hide letters behind a backslash.
 */
const mayAdmit = (trustPolicy: string): boolean => /Federated|NotPrincipal|[*\\]/.test(trustPolicy);

/** A role with its trust policy parsed, and whom that admits. */
type ReadAdmissions = ReadRole & Pick<ExaminedRole, 'admissions'>;

/** Reads roles, and each trust policy once: many roles of an account have the same, such as those of single sign-on. */
const readsOnce = (): ((role: ObservedRole) => ReadAdmissions) => {
  const known = new Map<string, Pick<ReadAdmissions, 'trust' | 'admissions'>>();
  return (role) => {
    const { trust, admissions } = known.get(role.trustPolicy) ?? readAdmissions(role);
    known.set(role.trustPolicy, { trust, admissions });
    return { role, trust, admissions };
  };
};

const readAdmissions = (role: ObservedRole): ReadAdmissions => {
  const { trust } = readRole(role);
  return { role, trust, admissions: trust === undefined ? [] : admissionsOf(trust) };
};

/** Makes of roles all that there is to say of them; of every role of the account unless some are given. */
export const examineRoles = (
  observation: InventoriedAccount,
  policy: CompiledPolicy,
  read: readonly ReadAdmissions[] = observation.roles.map(readsOnce()),
): readonly ExaminedRole[] =>
  decideRoles(observation, policy, read).map((decided, index) => ({
    ...decided,
    admissions: read[index]?.admissions ?? [],
  }));
