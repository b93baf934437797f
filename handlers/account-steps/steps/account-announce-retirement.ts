import { outOfScope } from '../../../federation/verdict';
import { knownAccount } from '../inspection';
import { accountStep } from '../ports';

/** Says that the account is retired; one for which nothing was live is not spoken of. */
export const accountAnnounceRetirement = accountStep(
  'account.announceRetirement',
  async ({ request, inputs: { bindings, access } }, ports) => {
    const { account } = request.event;
    const outside = outOfScope(await knownAccount(account, ports), ports.policy);
    if (bindings === 0 || outside === undefined) return {};
    await ports.outcomes.publish({
      type: 'Account Retired',
      detail: { account, because: outside.because, bindings, access },
    });
    return {};
  },
);
