import { Failure } from '../federation/failures';
import { parseJson } from './json';

/** The environment of a function, as its entry point reads it once at the start. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A variable that the template sets.
 * @throws Failure `InvalidInput` where it is not set.
 */
export const required = (environment: Environment, name: string): string => {
  const value = environment[name];
  if (value === undefined || value === '') throw new Failure('InvalidInput', `The variable ${name} is not set.`);
  return value;
};

/**
 * A variable that holds JSON.
 * @throws Failure `InvalidInput` where it is not set, or does not have the shape that the function needs.
 */
export const requiredJson = <T>(
  environment: Environment,
  name: string,
  validate: (value: unknown) => value is T,
): T => {
  const value = parseJson(required(environment, name));
  if (!validate(value))
    throw new Failure('InvalidInput', `The variable ${name} does not hold what the function needs.`);
  return value;
};
