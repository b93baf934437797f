import { Failure } from '../../../federation/failures';
import { outOfScope } from '../../../federation/verdict';
import { observeFacts } from '../observe-facts';
import { accountStep, type AccountStepsPorts } from '../ports';
import type { StepOutputs } from '../../step';

/**
 * Fails with `AccountNotReady` until the baseline has brought the access role and the providers, and no quarantine of a
 * fresh account keeps the factory out; the workflow's retry is the waiting. A provider that the factory made first would
 * stop the stack that brings it, and every account behind it. Whoever waits looks up where the account is by now: one that
 * has left the scope is waited for no longer.
 */
export const accountAwaitAccess = accountStep(
  'account.awaitAccess',
  async ({ request }, ports): Promise<StepOutputs<'account.awaitAccess'>> => {
    const { account } = request.event;
    try {
      await requireAccess(account, ports);
      return { access: 'granted' };
    } catch (error) {
      if (!(error instanceof Failure) || !['AccountNotReady', 'AccessDenied'].includes(error.code)) throw error;
      const facts = await observeFacts(account, ports);
      if (facts !== undefined && outOfScope(facts, ports.policy) !== undefined) return { access: 'out-of-scope' };
      if (error.code === 'AccountNotReady') throw error;
      throw new Failure('AccountNotReady', `Something keeps the factory out of the account ${account} still.`, {
        cause: error,
      });
    }
  },
);

/** @throws Failure `AccountNotReady`, `AccessDenied` */
const requireAccess = async (account: string, { accounts, policy }: AccountStepsPorts): Promise<void> => {
  const iam = await accounts.open(account);
  for (const { issuer, name } of policy.identityProviders) {
    if ((await iam.getOpenIdConnectProvider(issuer)) === undefined) {
      throw new Failure('AccountNotReady', `The account ${account} does not have the provider of ${name} yet.`);
    }
  }
};
