/**
 * StackSets of the management account with service-managed permissions: deploys those of stack-sets.json, handed in parsed,
 * to the accounts of the organizational units that they are aimed at, and to those that come later.
 */
export type { DeployedStackSet } from './deployed-stack-set';
export { StackSets } from './stack-sets';
