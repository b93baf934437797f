import { createStepHandler } from '../step';
import type { DirectoryStepsPorts } from './ports';
import { waitingAllowance } from './graph/patient-graph';
import { entraDisableCaller } from './steps/entra-disable-caller';
import { entraEnableCaller } from './steps/entra-enable-caller';
import { entraObserveApplications } from './steps/entra-observe-applications';
import { entraRegisterApplication } from './steps/entra-register-application';
import { entraRetireApplication } from './steps/entra-retire-application';

export type { DirectoryStepsPorts } from './ports';

/** The steps that reach into Microsoft Entra; they know nothing of accounts but the names that a plan has. */
export const directorySteps = [
  entraRegisterApplication,
  entraRetireApplication,
  entraDisableCaller,
  entraEnableCaller,
  entraObserveApplications,
];

/** The function that runs the directory-side steps. */
export const createDirectorySteps = (
  ports: DirectoryStepsPorts,
): ((request: unknown) => Promise<Readonly<Record<string, unknown>>>) => {
  const principals = new Map<string, string>();
  return (request) =>
    createStepHandler(directorySteps, { ...ports, principals, allowance: waitingAllowance() })(request);
};
