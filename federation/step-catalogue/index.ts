/**
 * The catalogue of steps: what each takes, gives, and can fail with, and the function that runs it. The compiler checks
 * workflows against it, and the functions implement it.
 */
import { accountSteps } from './account-steps';
import type { StepContract } from './contract';
import { directorySteps } from './directory-steps';
import { organizationSteps } from './organization-steps';
import { providerSteps } from './provider-steps';
import { roleSteps } from './role-steps';

export {
  failuresOfEveryStep,
  usualAttemptSeconds,
  type RecordKind,
  type StepContract,
  type StoredKind,
  type UnderPause,
  type ValueKind,
} from './contract';

/** Every step that a workflow can use. */
export const stepCatalogue = {
  ...roleSteps,
  ...providerSteps,
  ...directorySteps,
  ...accountSteps,
  ...organizationSteps,
} as const satisfies Record<string, StepContract>;

/** The name of a step. */
export type StepName = keyof typeof stepCatalogue;

/** Whether a text is the name of a step. */
export const isStepName = (name: string): name is StepName => Object.hasOwn(stepCatalogue, name);

/** The contract of a step, without its literal types. */
export const contractOf = (name: StepName): StepContract => stepCatalogue[name];
