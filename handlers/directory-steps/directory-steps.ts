import { createStepHandler } from '../step';
import type { DirectoryStepsPorts } from './ports';
import { entraRegisterApplication } from './steps/entra-register-application';
import { entraRetireApplication } from './steps/entra-retire-application';

export type { DirectoryStepsPorts } from './ports';

/** The steps that reach into Microsoft Entra; they know nothing of accounts but the names that a plan has. */
export const directorySteps = [entraRegisterApplication, entraRetireApplication];

/** The function that runs the directory-side steps. */
export const createDirectorySteps = (
  ports: DirectoryStepsPorts,
): ((request: unknown) => Promise<Readonly<Record<string, unknown>>>) =>
  createStepHandler(directorySteps, { ...ports, principals: new Map<string, string>() });
