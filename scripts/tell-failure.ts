import { SimulationError } from '../simulation/errors';
import { Failure } from '../federation/failures';
import { styled, type Terminal } from './terminal';

/** Tells of what stopped a command: a failure in its own words, anything else as what it is, a bug. */
export const tellFailure = (error: unknown, terminal: Terminal): void => {
  if (error instanceof Failure || error instanceof SimulationError) {
    terminal.err(`${styled(terminal, 'red', error.code)}  ${error.message}`);
    return;
  }
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  terminal.err(`${styled(terminal, 'red', 'internal-error')}  ${said}`);
  terminal.err('This is not your doing. Please report it with the command and, if you may, the configuration.');
};
