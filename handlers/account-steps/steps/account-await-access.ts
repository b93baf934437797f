import { Failure } from '../../../federation/failures';
import { outOfScope } from '../../../federation/verdict';
import { observeFacts } from '../observe-facts';
import { requestInstances } from '../request-instances';
import { accountStep, type AccountStepsPorts } from '../ports';
import type { StepOutputs } from '../../step';

/**
 * Fails with `AccountNotReady` until the baseline has brought the access role and the providers, and no quarantine of a
 * fresh account keeps the factory out; the workflow's retry is the waiting. A provider that the factory made first would
 * stop the stack that brings it, and every account behind it. Whoever waits looks up where the account is by now: one that
 * has left the scope is waited for no longer. Where the StackSets are the factory's own, it asks for what does not come by
 * itself; of those that CfCT or LZA own it never does.
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
      if (error.code === 'AccountNotReady') {
        if (facts === undefined || ports.policy.deliver !== 'stacksets') throw error;
        const said = await requestInstances(facts, request.event.time, ports);
        throw new Failure('AccountNotReady', `${error.what} ${said}`, { cause: error });
      }
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
