import { examine, type ExaminedAccount, type InventoriedAccount } from '../examine';
import { compareText } from '../compare';
import type { CompiledPolicy } from '../compiled-policy';
import { findingsOf, type Exemption } from '../findings';
import type { GuardrailScope } from '../guardrails/scope';
import { namesOf } from '../reconcile/observation';
import { providerNeeds, type Orphan, type ProviderNeed } from '../reconcile';
import { outOfScope } from '../verdict';
import type { AccountPlan, PlannedAction } from './plan';
import { roleAction } from './role-actions';

/** What of the configuration is told of in a plan, and changes nothing that is done. */
export interface PlanSurroundings {
  readonly exemptions?: readonly Exemption[];
  readonly guardrails?: GuardrailScope;
}

/**
 * Compares an account with what the configuration wants. It is pure: what it does not know, such as the client id of an
 * application that is still to be registered, it names. Exemptions only mark findings; they never change an action.
 */
export const planAccount = (
  observation: InventoriedAccount,
  policy: CompiledPolicy,
  { exemptions = [], guardrails }: PlanSurroundings = {},
): AccountPlan => {
  const examined = examine(observation, policy, guardrails);
  return {
    account: observation.account,
    actions: actionsOf(examined).toSorted(byWeight),
    findings: findingsOf(examined, exemptions),
  };
};

const actionsOf = (examined: ExaminedAccount): readonly PlannedAction[] => {
  const { observation, policy, reconcile } = examined;
  const roles = namesOf(examined.roles, ({ role }) => role.name);
  const ofRoles = reconcile.requests.flatMap(
    (request) => roleAction(request, examined, roles.get(request.roleName.toLowerCase())) ?? [],
  );
  const isInScope = outOfScope(observation.account, policy) === undefined;
  const needs = isInScope ? providerNeeds(observation, ofRoles, policy) : [];
  return [...ofRoles, ...reconcile.orphans.map(orphanAction), ...needs.flatMap(providerAction)];
};

const orphanAction = (orphan: Orphan): PlannedAction => ({
  kind: orphan.kind === 'audience' ? 'remove-audience' : 'retire-application',
  effect: 'remove',
  subject: orphan.kind === 'audience' ? orphan.audience : orphan.uniqueName,
  because: ['No binding accounts for it, and none did a day ago.'],
  ...noAccess,
});

/** A provider that is full is a finding. */
const providerAction = ({ kind, identityProvider }: ProviderNeed): readonly PlannedAction[] => {
  switch (kind) {
    case 'create':
      return [
        {
          kind: 'create-provider',
          effect: 'create',
          subject: identityProvider.issuer,
          because: ['Roles need the OIDC provider, and the account has none.'],
          ...noAccess,
        },
      ];
    case 'add-standing-audience':
      return [
        {
          kind: 'add-standing-audience',
          effect: 'change',
          subject: identityProvider.issuer,
          because: ['The OIDC provider has lost its standing audience.'],
          ...noAccess,
        },
      ];
    case 'full':
      return [];
  }
};

const noAccess = { before: [], after: [], widens: false } as const;

const byWeight = (one: PlannedAction, other: PlannedAction): number =>
  Number(other.widens) - Number(one.widens) || compareText(keyOf(one), keyOf(other));

const keyOf = ({ role = '', kind, subject = '' }: PlannedAction): string => `${role.toLowerCase()} ${kind} ${subject}`;
