/**
 * What the configuration would change of what an inventory shows: the actions in an account, who could assume each role
 * before and after, and who may assume one now. Nothing here does anything.
 */
export { cutOffBy, type AccountPlan, type ActionEffect, type ActionKind, type PlannedAction } from './plan';
export { planAccount, type PlanSurroundings } from './plan-account';
export { plannedActions } from './planned-actions';
export { whoCan, type Admitted, type NamedBy } from './who-can';
