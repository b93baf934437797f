import { contractOf, isStepName, usualAttemptSeconds } from '../../federation/step-catalogue';
import validateStepRequest from '../../schemas/generated/events/step-request.validate';
import { createStepHandler } from '../step';
import type { DirectoryStepsPorts } from './ports';
import { waitingAllowance } from './graph/patient-graph';
import { entraDisableCaller } from './steps/entra-disable-caller';
import { entraEnableCaller } from './steps/entra-enable-caller';
import { entraListApplications } from './steps/entra-list-applications';
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
  entraListApplications,
];

/** No call is begun so shortly before the attempt is over: one is given up after 20 seconds. */
const lastCallMilliseconds = 25_000;

/**
 * The function that runs the directory-side steps. Its timeout is that of its longest step, so each attempt gives up by
 * itself when its own time is over: none goes on behind the workflow's back.
 */
export const createDirectorySteps = (
  ports: DirectoryStepsPorts,
): ((request: unknown) => Promise<Readonly<Record<string, unknown>>>) => {
  const principals = new Map<string, string>();
  return (request) => {
    const step = validateStepRequest(request) && isStepName(request.step) ? request.step : undefined;
    const { attemptSeconds } = step === undefined ? {} : contractOf(step);
    const started = ports.clock.now().getTime();
    const context = {
      ...ports,
      principals,
      allowance: waitingAllowance(attemptSeconds),
      until: new Date(started + (attemptSeconds ?? usualAttemptSeconds) * 1000 - lastCallMilliseconds),
    };
    return createStepHandler(directorySteps, context)(request);
  };
};
