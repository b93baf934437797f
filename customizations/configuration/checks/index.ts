/**
 * What the documents of a configuration say of each other: one file for each subject. Every check judges what can be
 * judged, even where something else is broken, and keeps silent about what would only repeat another diagnostic.
 */
import { checkAccounts } from './accounts';
import { checkBindings } from './bindings';
import type { Check } from './check';
import { checkExemptions } from './exemptions';
import { checkFactory } from './factory';
import { checkIdentityProviders } from './identity-providers';
import { checkLock } from './lock';
import { checkNeedlessPolicies } from './needless-policies';
import { checkOrganizationalUnits } from './organizational-units';
import { checkPolicies } from './policies';
import { checkReleases } from './releases';
import { checkSingletons } from './singletons';
import { checkSubjects } from './subjects';
import { checkTargets } from './targets';
import { checkWorkflows } from './workflows';

const checks: readonly Check[] = [
  checkSingletons,
  checkLock,
  checkFactory,
  checkTargets,
  checkIdentityProviders,
  checkPolicies,
  checkNeedlessPolicies,
  checkSubjects,
  checkOrganizationalUnits,
  checkAccounts,
  checkBindings,
  checkExemptions,
  checkReleases,
  checkWorkflows,
];

/** Runs every check. */
export const checkTogether: Check = (draft) => checks.flatMap((check) => check(draft));
