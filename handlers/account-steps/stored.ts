import { accountOfName, isSharedName } from '../../federation/callers';
import { planKey, shardKey, shardOf, shardsAt } from '../../federation/bucket-keys';
import { Failure } from '../../federation/failures';
import type { AccountPlanObject } from '../../schemas/generated/records/account-plan.types';
import validateAccountPlan from '../../schemas/generated/records/account-plan.validate';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import validateDirectoryObservation from '../../schemas/generated/events/directory-observation.validate';
import { parseJson } from '../json';
import type { AccountStepsPorts } from './ports';

/**
 * The callers of an account, from the run's listing of the whole organization, with those that roles of several accounts
 * share.
 * @throws Failure `InvalidInput` where there is no such listing: it must never pass for an empty one.
 */
export const callersOf = async (
  account: string,
  callers: string,
  ports: Pick<AccountStepsPorts, 'bucket'>,
): Promise<readonly ObservedApplication[]> => {
  const shards = shardsAt(callers);
  if (shards === undefined) throw new Failure('InvalidInput', `There are no callers at ${callers}.`);
  const key = shardKey(callers, shardOf(account, shards));
  const { applications } = await readObject(key, validateDirectoryObservation, ports);
  return applications.filter(({ uniqueName }) => isSharedName(uniqueName) || accountOfName(uniqueName) === account);
};

/** What a run has planned to take away in an account. */
export const plannedFor = (
  account: string,
  run: string,
  ports: Pick<AccountStepsPorts, 'bucket'>,
): Promise<AccountPlanObject> => readObject(planKey(run, account), validateAccountPlan, ports);

/** An object of the bucket. @throws Failure `InvalidInput` where it is not there, or not what it should be. */
export const readObject = async <T>(
  key: string,
  validate: (value: unknown) => value is T,
  { bucket }: Pick<AccountStepsPorts, 'bucket'>,
): Promise<T> => {
  const value = parseJson(await bucket.read(key));
  if (validate(value)) return value;
  throw new Failure('InvalidInput', `The object ${key} of the bucket was written by another version.`);
};
