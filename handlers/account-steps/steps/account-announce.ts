import { accountStep } from '../ports';

/** Says that the account is ready. */
export const accountAnnounce = accountStep('account.announce', async ({ request, inputs }, { outcomes }) => {
  await outcomes.publish({ type: 'Account Ready', detail: { account: request.event.account, ...inputs } });
  return {};
});
