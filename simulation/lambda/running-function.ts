import { SimulationError } from '../errors';
import type { RoleSession } from '../iam';
import type { DeployedFunction } from './deployed-function';
import type { Instance } from './instance';

/** A function, the session of its role, and the life that it is in. */
export interface RunningFunction {
  readonly deployed: DeployedFunction;
  readonly principal: RoleSession;
  readonly region: string;
  readonly instance: Instance;
}

/** A variable of the function's environment. @throws SimulationError where the template does not set it. */
export const variable = ({ deployed }: Pick<RunningFunction, 'deployed'>, name: string): string => {
  const value = deployed.environment[name];
  if (value !== undefined) return value;
  throw new SimulationError(
    'template-invalid',
    `The template gives the function ${deployed.name} no variable ${name}.`,
  );
};
