/**
 * What is to be done in an account, computed from what was observed of it: which roles to onboard, to release or to
 * remove, and what nothing accounts for. It decides by the same rules as the steps, and they decide once more.
 */
export { decideRoles, type DecidedRole, type ReadRole, readRole } from './decided';
export { audienceQuota, providerNeeds, type ProviderNeed } from './provider-needs';
export { planReconcile, type ExpiringBinding, type ReconcilePlan, type RoleRequest } from './plan';
export { missingOfBinding } from './settled';
export type { AccountObservation } from './observation';
export type { Orphan } from './orphans';
export { orphanedStatement } from './orphaned-statements';
export { seenBefore, statementSighting } from './sightings';
