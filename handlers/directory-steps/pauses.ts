import { Failure } from '../../federation/failures';
import { describePause, pauseFor } from '../../federation/pauses';
import type { Graph } from '../../federation/ports';
import validateCallerPlan from '../../schemas/generated/events/caller-plan.validate';
import validateRetirement from '../../schemas/generated/events/retirement.validate';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { isByHand } from '../step';
import type { DirectoryStepsPorts } from './ports';

/**
 * Asks, at most once an invocation, whether the tenants may be written to. What the step is done for is told by its plan or
 * retirement; a step without one is held up by a pause of any unit or policy, because it cannot tell whose it is.
 */
export const pauseGuard = (
  request: StepRequest,
  { pauses }: Pick<DirectoryStepsPorts, 'pauses'>,
): (() => Promise<void>) => {
  let asked: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    if (isByHand(request)) return;
    const { account } = request.event;
    const within = withinOf(request);
    const pause = pauseFor({ account, ...(within !== undefined && { within }) }, await pauses.read());
    if (pause === undefined) return;
    throw new Failure('Paused', `The step ${request.step} for ${account} was held up. ${describePause(pause)}`);
  };
  return () => (asked ??= ask());
};

const withinOf = ({ inputs: { plan, retirement } }: StepRequest): readonly string[] | undefined => {
  if (validateCallerPlan(plan)) return plan.within;
  return validateRetirement(retirement) ? retirement.within : undefined;
};

/** A tenant that is only read while something holds its writes up. @throws Failure `Paused` from a call that writes. */
export const guarded = (graph: Graph, requireNoPause: () => Promise<void>): Graph => ({
  request: async (request) => {
    if (request.method !== 'GET') await requireNoPause();
    return graph.request(request);
  },
});
