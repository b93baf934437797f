/**
 * Step Functions: plays the deployed definitions in an interpreter of the Amazon States Language, with the deployed
 * functions behind its tasks. Waits, pauses between retries and timeouts are counted on the virtual clock.
 */
export { StepFunctions, type Execution, type ExecutionStatus, type InvokeFunction } from './step-functions';
export type { DeployedStateMachine } from './deployed-state-machine';
