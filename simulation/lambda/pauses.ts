import { names } from '../../federation/names';
import type { Pauses } from '../../federation/ports';
import { unread } from '../../handlers/adapters/pauses';
import { pausesIn } from '../../handlers/pauses';
import { ownParameters } from '../calls';
import { AwsError } from '../errors';
import type { RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';

/** What is paused, from the parameter of the function's own account; such calls are counted apart from those into accounts. */
export const pauses = (running: RunningFunction, { world, cloud, authorizer }: Surroundings): Pauses => {
  const region = cloud.region(running.principal.account, running.region);
  const read = (): string | undefined => {
    running.instance.before(ownParameters, 'GetParameter');
    world.calls.count(ownParameters, 'GetParameter');
    authorizer.require(running.principal, 'ssm:GetParameter', region.arn('ssm', `parameter${names.pauses}`));
    return region.parameters.get(names.pauses);
  };
  return {
    read: async () => {
      const now = world.clock.now();
      try {
        return await Promise.resolve().then(() => pausesIn(read(), now));
      } catch (error) {
        // What ends the function, or the story, is no answer of AWS.
        if (!(error instanceof AwsError)) throw error;
        return unread(error, now);
      }
    },
  };
};
