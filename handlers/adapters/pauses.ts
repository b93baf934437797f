import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { Failure, type FailureCode } from '../../federation/failures';
import { names } from '../../federation/names';
import { everythingPaused } from '../../federation/pauses';
import type { Clock, Pauses } from '../../federation/ports';
import { pausesIn } from '../pauses';
import { failureOf, nameOf } from './failures';

/** A hiccup is tried again by the workflow; whatever else keeps the parameter from being read holds everything up. */
const passing: ReadonlySet<string> = new Set<FailureCode>(['Throttled', 'Unavailable']);

/** What is paused, from the factory account's own parameter; it is read anew each time. */
export const createPauses = (client: SSMClient, clock: Clock): Pauses => ({
  read: async () => {
    try {
      const { Parameter: parameter } = await client.send(new GetParameterCommand({ Name: names.pauses }));
      return pausesIn(parameter?.Value, clock.now());
    } catch (error) {
      return unread(error, clock.now());
    }
  },
});

/** What it means that the parameter could not be read. @throws Failure `Throttled`, `Unavailable` */
export const unread = (error: unknown, now: Date): ReturnType<typeof everythingPaused> => {
  // Systems Manager's own word for «there is no such parameter».
  if (nameOf(error) === 'ParameterNotFound') return [];
  const meaning = failureOf(error, `The parameter ${names.pauses} of the factory account cannot be read.`, {
    InternalServerError: 'Unavailable',
  });
  if (meaning instanceof Failure && passing.has(meaning.code)) throw meaning;
  return everythingPaused(`The parameter ${names.pauses} cannot be read (${nameOf(error)}).`, now);
};
