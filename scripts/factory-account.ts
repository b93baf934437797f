import type { Identity } from '../federation/pause-store';
import { Failure } from '../federation/failures';
import type { CheckedProject } from './project';

/**
 * Makes sure that credentials are of the factory account: in another account there is nothing to be found, and what is
 * written there nobody reads.
 * @throws Failure `FactoryRefused`
 */
export const requireFactoryAccount = ({ account, arn }: Identity, { policy }: CheckedProject): void => {
  if (account === policy.factoryAccount) return;
  throw new Failure(
    'FactoryRefused',
    `These are credentials of the account ${account} (${arn}), and the factory account is ${policy.factoryAccount}.`,
  );
};
