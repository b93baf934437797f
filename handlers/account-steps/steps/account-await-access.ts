import { accountStep } from '../ports';

/** Fails with `AccountNotReady` until the baseline has brought the access role; the workflow's retry is the waiting. */
export const accountAwaitAccess = accountStep('account.awaitAccess', async ({ request }, { accounts }) => {
  await accounts.open(request.event.account);
  return {};
});
