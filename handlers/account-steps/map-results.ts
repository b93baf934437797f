import { Failure } from '../../federation/failures';
import { isObject } from '../../federation/trust/json';
import validatePlannedAccount from '../../schemas/generated/records/account-outputs.validate';
import type { PlannedAccount } from '../../schemas/generated/records/account-outputs.types';
import validateManifest from '../../schemas/generated/records/map-run-manifest.validate';
import type { MapRunResult } from '../../schemas/generated/records/map-run-results.types';
import validateResults from '../../schemas/generated/records/map-run-results.validate';
import { parseJson } from '../json';
import type { AccountStepsPorts } from './ports';
import { readObject } from './stored';

/** An account for which the steps of a distributed `forEach` have failed. */
export interface FailedAccount {
  readonly account: string;
  /** The error's name. */
  readonly error: string;
  readonly what: string;
}

/** An account for which they have succeeded; what `account.plan` has said of it, where it was among them. */
export interface DoneAccount {
  readonly account: string;
  readonly planned?: PlannedAccount;
}

/** What became of the accounts that a distributed `forEach` went over. */
export interface MapResults {
  readonly done: readonly DoneAccount[];
  readonly failed: readonly FailedAccount[];
}

/**
 * Reads what Step Functions has written of a distributed map: a manifest that names files, each with executions.
 * Source: the Step Functions developer guide, «ResultWriter».
 */
export const readMapResults = async (
  manifestKey: string,
  ports: Pick<AccountStepsPorts, 'bucket'>,
): Promise<MapResults> => {
  const { ResultFiles: files } = await readObject(manifestKey, validateManifest, ports);
  const read = async (some: readonly { readonly Key: string }[] = []): Promise<readonly MapRunResult[]> => {
    const results: MapRunResult[] = [];
    for (const { Key: key } of some) results.push(...(await readObject(key, validateResults, ports)));
    return results;
  };
  const done = (await read(files.SUCCEEDED)).map(({ Output: output = '' }): DoneAccount => {
    const value = parseJson(output);
    const planned = outputsIn(value).find(validatePlannedAccount);
    return { account: accountIn(value), ...(planned !== undefined && { planned }) };
  });
  const failed = (await read(files.FAILED)).map(({ Input: input = '', Error: error, Cause: cause }): FailedAccount => ({
    account: accountIn(parseJson(input)),
    error: error ?? 'Unknown',
    what: saidIn(cause),
  }));
  const pending = (await read(files.PENDING)).map(({ Input: input = '' }): FailedAccount => ({
    account: accountIn(parseJson(input)),
    error: 'NotStarted',
    what: 'The run ended before the account had its turn.',
  }));
  return { done, failed: [...failed, ...pending] };
};

/** The account of an item, from the input or output of its execution. */
const accountIn = (value: unknown): string => {
  const event = isObject(value) ? value['event'] : undefined;
  const account = isObject(event) ? event['account'] : undefined;
  if (typeof account === 'string') return account;
  throw new Failure('InvalidInput', 'A result of the accounts names no account.');
};

const outputsIn = (value: unknown): readonly unknown[] => {
  const steps = isObject(value) ? value['steps'] : undefined;
  return isObject(steps) ? Object.values(steps).map((step) => (isObject(step) ? step['outputs'] : undefined)) : [];
};

/** What Lambda says of an error is JSON; what Step Functions itself says is text. */
const saidIn = (cause = ''): string => {
  const lambda = parseJson(cause);
  const message = isObject(lambda) ? lambda['errorMessage'] : undefined;
  return typeof message === 'string' ? message : cause;
};
