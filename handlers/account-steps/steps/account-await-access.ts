import { Failure } from '../../../federation/failures';
import { accountStep } from '../ports';

/**
 * Fails with `AccountNotReady` until the baseline has brought the access role and the providers; the workflow's retry is
 * the waiting. A provider that the factory made first would stop the stack that brings it, and every account behind it.
 */
export const accountAwaitAccess = accountStep('account.awaitAccess', async ({ request }, { accounts, policy }) => {
  const { account } = request.event;
  const iam = await accounts.open(account);
  for (const { issuer, name } of policy.identityProviders) {
    if ((await iam.getOpenIdConnectProvider(issuer)) === undefined) {
      throw new Failure('AccountNotReady', `The account ${account} does not have the provider of ${name} yet.`);
    }
  }
  return {};
});
