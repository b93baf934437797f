import type { AccountFacts, CompiledPolicy } from './compiled-policy';
import { compareText } from './compare';
import { policiesOfAccount } from './matching';

/**
 * Accounts in the order of the waves: where a policy is enforced earlier, a run comes earlier, so that what is wrong with
 * it shows there first. Accounts of one wave are in the order of their ids.
 */
export const inWaves = (accounts: readonly AccountFacts[], policy: CompiledPolicy): readonly AccountFacts[] =>
  accounts
    .map((account) => ({ account, wave: waveOf(account, policy) }))
    .sort((one, other) => compareText(one.wave, other.wave) || compareText(one.account.id, other.account.id))
    .map(({ account }) => account);

/** The first day on which a policy is enforced in an account; last come those where all only report. */
const waveOf = (account: AccountFacts, { policies }: CompiledPolicy): string =>
  policiesOfAccount(policies, account).reduce((first, { enforcement, enforceFrom = '' }) => {
    if (enforcement === 'audit') return first;
    return enforceFrom < first ? enforceFrom : first;
  }, never);

/** Later than any day. */
const never = '9999-12-31';
