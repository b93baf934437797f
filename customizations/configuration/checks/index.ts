/**
 * What the documents of a configuration say of each other: one file for each subject. Every check judges what can be
 * judged, even where something else is broken, and keeps silent about what would only repeat another diagnostic.
 */
import { checkAccounts } from './accounts';
import { checkBindingMatches } from './binding-matches';
import { checkBindings } from './bindings';
import { checkCallers } from './callers';
import type { Check } from './check';
import { checkDelivery } from './delivery';
import { checkExemptions } from './exemptions';
import { checkExpiry } from './expiry';
import { checkFactory } from './factory';
import { checkGuardrails } from './guardrails';
import { checkHandOvers } from './hand-overs';
import { checkIdentityProviders } from './identity-providers';
import { checkLock } from './lock';
import { checkNeedlessPolicies } from './needless-policies';
import { checkManagedPolicies } from './managed-policies';
import { checkOrganizationalUnits } from './organizational-units';
import { checkOutsideCallers } from './outside-callers';
import { checkOverrides } from './overrides';
import { checkPolicies } from './policies';
import { checkReleases } from './releases';
import { checkSharedCallers } from './shared-callers';
import { checkSingletons } from './singletons';
import { checkSubjects } from './subjects';
import { checkTargets } from './targets';
import { checkWaves } from './waves';
import { checkWorkflows } from './workflows';

const checks: readonly Check[] = [
  checkSingletons,
  checkLock,
  checkFactory,
  checkTargets,
  checkGuardrails,
  checkIdentityProviders,
  checkPolicies,
  checkNeedlessPolicies,
  checkCallers,
  checkOutsideCallers,
  checkOverrides,
  checkWaves,
  checkManagedPolicies,
  checkSharedCallers,
  checkSubjects,
  checkOrganizationalUnits,
  checkAccounts,
  checkBindings,
  checkBindingMatches,
  checkHandOvers,
  checkExemptions,
  checkExpiry,
  checkReleases,
  checkDelivery,
  checkWorkflows,
];

/** Runs every check. */
export const checkTogether: Check = (draft) => checks.flatMap((check) => check(draft));
