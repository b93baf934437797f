import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import { knownAccount } from '../inspection';
import { accountStep } from '../ports';
import { requestWorkflows } from '../requests';

/** Hands an account on that is out of scope while something of the factory's is live for it. */
export const accountRequestRelease = accountStep('account.requestRelease', async ({ request }, ports) => {
  const { account } = request.event;
  const since = ports.clock.now();
  if (outOfScope(await knownAccount(account, ports), ports.policy) === undefined) return {};
  const isKnown = (await ports.table.readAccount(account))?.bootstrap !== undefined;
  if (!isKnown && !(await ports.table.listBindings(account)).some(isLive)) return {};
  await requestWorkflows([{ trigger: 'account-released', account }], request, since, ports);
  return {};
});
