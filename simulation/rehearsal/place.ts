import { AwsError, SimulationError } from '../errors';

/** Says where the steps and the accounts of a scenario stand; both count from 0. */
export interface ScenarioPlaces {
  readonly step: (index: number) => string;
  readonly account: (index: number) => string;
}

/** The places of a scenario that was read from no file. */
export const unplaced: ScenarioPlaces = {
  step: (index) => `step ${index + 1}`,
  account: (index) => `account ${index + 1}`,
};

/**
 * Does a part of a scenario. A mistake of the scenario that shows only then is told with its place.
 * @throws SimulationError with the code of what went wrong; `step-refused` where AWS would refuse what the step does.
 */
export const playedAt = async <T>(place: string, part: () => T | Promise<T>): Promise<T> => {
  try {
    return await part();
  } catch (error) {
    if (error instanceof SimulationError)
      throw new SimulationError(error.code, `${place}: ${error.message}`, { cause: error });
    if (error instanceof AwsError)
      throw new SimulationError('step-refused', `${place}: AWS refuses it (${error.code}). ${error.message}`, {
        cause: error,
      });
    throw error;
  }
};
