import { contractOf, isStepName, usualAttemptSeconds } from '../federation/step-catalogue';
import validateStepRequest from '../schemas/generated/events/step-request.validate';

/** A function behind steps. */
type Handle = (request: unknown) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Ends a function when the time of an attempt is over. Lambda's own timeout is that of the longest step, and the workflow
 * tries again as soon as the step's time is over: an attempt that went on would write behind its back. It must be the end
 * of the process, as Lambda's timeout is: what is under way in a frozen one goes on with the next request.
 */
export const endingWith =
  (end: () => void, handle: Handle): Handle =>
  async (request) => {
    const timer = setTimeout(end, secondsOf(request) * 1000);
    try {
      return await handle(request);
    } finally {
      clearTimeout(timer);
    }
  };

const secondsOf = (request: unknown): number => {
  const step = validateStepRequest(request) && isStepName(request.step) ? request.step : undefined;
  return (step === undefined ? undefined : contractOf(step).attemptSeconds) ?? usualAttemptSeconds;
};
