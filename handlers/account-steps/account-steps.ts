import { createStepHandler } from '../step';
import type { AccountStepsPorts } from './ports';
import { accountAnnounce } from './steps/account-announce';
import { accountAwaitAccess } from './steps/account-await-access';
import { accountAnnounceRetirement } from './steps/account-announce-retirement';
import { accountInspect } from './steps/account-inspect';
import { accountOnboardRoles } from './steps/account-onboard-roles';
import { accountRelease } from './steps/account-release';
import { accountRequestRelease } from './steps/account-request-release';
import { failureReport } from './steps/failure-report';
import { providerAddAudience } from './steps/provider-add-audience';
import { providerEnsure } from './steps/provider-ensure';
import { providerHeal } from './steps/provider-heal';
import { providerRemoveAudience } from './steps/provider-remove-audience';
import { roleAnnounce } from './steps/role-announce';
import { roleAnnounceRemoval } from './steps/role-announce-removal';
import { roleBindTrust } from './steps/role-bind-trust';
import { roleConfirmBinding } from './steps/role-confirm-binding';
import { roleConfirmGone } from './steps/role-confirm-gone';
import { roleInspect } from './steps/role-inspect';
import { roleUnbindTrust } from './steps/role-unbind-trust';
import { roleRevoke } from './steps/role-revoke';
import { roleRequestOnboarding } from './steps/role-request-onboarding';
import { roleReinstate } from './steps/role-reinstate';
import { roleAnnounceRevocation } from './steps/role-announce-revocation';
import { organizationRefresh } from './steps/organization-refresh';
import { organizationAwaitConfirmation } from './steps/organization-await-confirmation';
import { organizationGuard } from './steps/organization-guard';
import { organizationListAccounts } from './steps/organization-list-accounts';
import { organizationReport } from './steps/organization-report';
import { accountApply } from './steps/account-apply';
import { accountPlan } from './steps/account-plan';
import { bindingPublish } from './steps/binding-publish';
import { bindingInspect } from './steps/binding-inspect';
import { accountReconcile } from './steps/account-reconcile';

export type { AccountStepsPorts } from './ports';

/** The steps that reach into accounts; they know nothing of Entra but the ids that a binding has. */
export const accountSteps = [
  roleInspect,
  providerAddAudience,
  roleBindTrust,
  roleConfirmBinding,
  roleAnnounce,
  roleConfirmGone,
  providerRemoveAudience,
  roleAnnounceRemoval,
  accountInspect,
  accountAwaitAccess,
  providerEnsure,
  accountOnboardRoles,
  accountAnnounce,
  accountRequestRelease,
  accountRelease,
  accountAnnounceRetirement,
  providerHeal,
  organizationRefresh,
  accountReconcile,
  organizationListAccounts,
  accountPlan,
  organizationGuard,
  organizationAwaitConfirmation,
  accountApply,
  organizationReport,
  bindingInspect,
  bindingPublish,
  roleUnbindTrust,
  roleRevoke,
  roleReinstate,
  roleRequestOnboarding,
  roleAnnounceRevocation,
  failureReport,
];

/** The function that runs the account-side steps. */
export const createAccountSteps = (
  ports: AccountStepsPorts,
): ((request: unknown) => Promise<Readonly<Record<string, unknown>>>) => createStepHandler(accountSteps, ports);
