import { usualAttemptSeconds } from '../../../federation/step-catalogue';
import type { Graph, GraphResponse, Pause } from '../../../federation/ports';

/** How long one invocation may still wait in all, in seconds. */
export interface Allowance {
  secondsLeft: number;
}

/** What one invocation may wait: it still has to do its work within the function's time, and to say what happened. */
export const waitingAllowance = (attemptSeconds = usualAttemptSeconds): Allowance => ({
  secondsLeft: attemptSeconds <= usualAttemptSeconds ? usualWaiting : attemptSeconds / 2,
});

const usualWaiting = 25;

/** The answers by which Graph asks to be called later. */
const asksToWait: ReadonlySet<number> = new Set([429, 503, 504]);

/**
 * Graph, repeating a call as Graph asks for it. What asks for more than is left of the allowance is handed on as it is:
 * then the step fails, and the workflow waits.
 */
export const patientGraph = (graph: Graph, pause: Pause, allowance: Allowance): Graph => ({
  request: async (request) => {
    for (;;) {
      const response = await graph.request(request);
      const seconds = waitAskedFor(response);
      if (seconds === undefined || seconds > allowance.secondsLeft) return response;
      allowance.secondsLeft -= seconds;
      await pause(seconds);
    }
  },
});

/** At least a second, so that an answer which asks for none is not repeated for ever. */
const waitAskedFor = ({ status, retryAfterSeconds }: GraphResponse): number | undefined =>
  asksToWait.has(status) && retryAfterSeconds !== undefined ? Math.max(1, retryAfterSeconds) : undefined;
