import type { FailureCode } from '../../federation/failures';
import { attempt } from '../../handlers/adapters/failures';
import { AwsError, type AwsErrorCode } from '../errors';

/** What errors of AWS mean for one very call. */
export type Meanings = Readonly<Partial<Record<AwsErrorCode, FailureCode>>>;

/** Makes a call; what AWS refuses means what it means to the deployed function. */
export const called = <T>(what: string, call: () => T, meanings: Meanings = {}): Promise<T> =>
  attempt(
    what,
    () =>
      new Promise<T>((resolve) => {
        resolve(call());
      }),
    meanings,
  );

/** What a call gives; undefined where AWS answers with one error that is no failure. */
export const unless = <T>(code: AwsErrorCode, call: () => T): T | undefined => {
  try {
    return call();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
};
