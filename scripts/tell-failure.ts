import { visible } from '../customizations/configuration';
import { SimulationError } from '../simulation/errors';
import { Failure } from '../federation/failures';
import { styled, type Terminal } from './terminal';

/** What stopped a command, as a machine reads it. */
export interface ToldFailure {
  /** `internal-error` where it is a bug. */
  readonly code: string;
  readonly message: string;
}

/** A failure in its own words, anything else as what it is, a bug. */
export const describeFailure = (error: unknown): ToldFailure => {
  if (error instanceof Failure || error instanceof SimulationError) {
    const { code, message } = error;
    return { code, message };
  }
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: internalError, message: said };
};

/** Tells of what stopped a command. */
export const tellFailure = (error: unknown, terminal: Terminal): void => {
  tellTold(describeFailure(error), terminal);
};

/** Tells of a failure that is in words already. */
export const tellTold = ({ code, message }: ToldFailure, terminal: Terminal): void => {
  // What services and workflows say can quote whoever names roles and writes trust policies.
  const shown = message.split('\n').map(visible).join('\n');
  terminal.err(`${styled(terminal, 'red', code, 'err')}  ${shown}`);
  if (code === internalError)
    terminal.err('This is not your doing. Please report it with the command and, if you may, the configuration.');
};

const internalError = 'internal-error';
