import { Failure } from '../../federation/failures';
import { credentialErrors } from './credential-errors';
import { nameOf } from './failures';

const refusals: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException']);

/**
 * Makes a call in the factory account for whoever runs a command.
 * @param call the permission that it needs, such as `ssm:GetParameter`.
 * @param about what it is made on.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable`
 */
export const callingFactory = async <T>(call: string, about: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error, call, about);
  }
};

const failureOf = (cause: unknown, call: string, about: string): Failure => {
  const name = nameOf(cause);
  const credentials = credentialErrors.get(name);
  if (credentials !== undefined) return new Failure('FactoryRefused', credentials, { cause });
  if (refusals.has(name)) return new Failure('FactoryRefused', `AWS refuses ${call} on ${about}.`, { cause });
  return new Failure('FactoryUnreachable', `${call} on ${about} was not done (${codeOf(cause, name)}).`, { cause });
};

const codeOf = (error: unknown, name: string): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : name;
