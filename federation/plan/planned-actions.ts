import { compareText } from '../compare';
import type { ExaminedAccount, ExaminedRole } from '../examine';
import { namesOf } from '../reconcile/observation';
import { providerNeeds, type Orphan, type ProviderNeed } from '../reconcile';
import { outOfScope } from '../verdict';
import type { PlannedAction } from './plan';
import { closingAction, roleAction } from './role-actions';

/** What is to be done in an account: what widens access first, then by role. */
export const plannedActions = (examined: ExaminedAccount): readonly PlannedAction[] =>
  actionsOf(examined).toSorted(byWeight);

const actionsOf = (examined: ExaminedAccount): readonly PlannedAction[] => {
  const { observation, policy, reconcile } = examined;
  const roles = namesOf(examined.roles, ({ role }) => role.name);
  const ofRoles = reconcile.requests.flatMap(
    (request) => roleAction(request, examined, roles.get(request.roleName.toLowerCase())) ?? [],
  );
  const isInScope = outOfScope(observation.account, policy) === undefined;
  const needs = isInScope ? providerNeeds(observation, ofRoles, policy) : [];
  return [
    ...ofRoles,
    ...reconcile.orphans.map((orphan) => orphanAction(orphan, roles)),
    ...needs.flatMap(providerAction),
  ];
};

const orphanAction = (orphan: Orphan, roles: ReadonlyMap<string, ExaminedRole>): PlannedAction => {
  const because = ['No binding accounts for it, and none did a day ago.'];
  switch (orphan.kind) {
    case 'audience':
      return { kind: 'remove-audience', effect: 'remove', subject: orphan.audience, because, ...noAccess };
    case 'application':
      return { kind: 'retire-application', effect: 'remove', subject: orphan.uniqueName, because, ...noAccess };
    case 'statement':
      return closingAction(orphan, roles.get(orphan.roleName.toLowerCase()));
  }
};

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
