import { CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { Failure, type FailureCode } from '../../federation/failures';
import { credentialErrors } from './credential-errors';
import { isUnanswered, nameOf, networkCodeOf } from './failures';

/** What it means to whoever runs a command that a call is refused, or fails otherwise. */
export interface CommandCodes {
  readonly refused: FailureCode;
  readonly failed: FailureCode;
}

/**
 * Makes a call for whoever runs a command, and a Failure of what it throws.
 * @param call the operation and, where it matters, its region, as a sentence names them.
 */
export const commandCall = async <T>(
  call: string,
  { refused, failed }: CommandCodes,
  run: () => Promise<T>,
): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const name = nameOf(error);
    const credentials = credentialErrors.get(name);
    if (credentials !== undefined) throw new Failure(refused, credentials, { cause: error });
    if (name === 'AccessDenied' || name === 'AccessDeniedException')
      throw new Failure(refused, `AWS refuses ${call}.`, { cause: error });
    if (isUnanswered(error)) {
      const what = `Nobody answers ${call} (${networkCodeOf(error) ?? name}). See whether the network and a proxy let you, and whether the region and AWS_ENDPOINT_URL are what you mean.`;
      throw new Failure(failed, what, { cause: error });
    }
    const said = error instanceof CloudFormationServiceException ? ` It says: ${error.message}` : '';
    throw new Failure(failed, `${call} failed (${name}).${said}`, { cause: error });
  }
};
