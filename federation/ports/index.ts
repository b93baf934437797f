/**
 * The ports: what the handlers ask of the world. Every call can throw a Failure; `Throttled` and `Unavailable` from any,
 * the others as named.
 */
export type { AccountEvents, AccountIam, AccountParameters, Accounts, Written } from './accounts';
export type { FactoryBucket } from './bucket';
export type { Directories, Graph, GraphRequest, GraphResponse } from './directories';
export type { Organizations, OwnStackSets } from './management-account';
export type { IntakeQueue, Outcomes, WorkflowRequest } from './messages';
export type { Clock, Pause, Pauses } from './surroundings';
export type { BudgetRequest, FactoryTable, LockAnswer, LockHolder, LockRequest } from './table';
export type { Workflows } from './workflows';
