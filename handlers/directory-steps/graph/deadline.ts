import { Failure } from '../../../federation/failures';
import type { Clock, Graph } from '../../../federation/ports';

/**
 * Graph, up to a time.
 * @throws Failure `Unavailable` for a call after that: the workflow tries again, and this attempt does nothing more.
 */
export const untilDeadline = (graph: Graph, clock: Clock, until: Date): Graph => ({
  request: (request) =>
    clock.now() < until
      ? graph.request(request)
      : Promise.reject(new Failure('Unavailable', 'The time of the attempt is over.')),
});
