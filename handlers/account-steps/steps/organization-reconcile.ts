import type { AccountFacts } from '../../../federation/compiled-policy';
import { currentFacts } from '../../../federation/records';
import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import { accountStep, type AccountStepsPorts } from '../ports';
import { requestWorkflows } from '../requests';

/**
 * Has every account reconciled that is in scope, and every other one in which something of the factory's is left. They
 * come through the intake queue, so that they run as side by side as anything else does.
 */
export const organizationReconcile = accountStep('organization.reconcile', async ({ request }, ports) => {
  const since = ports.clock.now();
  const due: string[] = [];
  for (const account of await knownAccounts(ports)) {
    if (outOfScope(account, ports.policy) === undefined || (await hasBindings(account, ports))) due.push(account.id);
  }
  await requestWorkflows(
    due.map((account) => ({ trigger: 'account-due', account }) as const),
    request,
    since,
    ports,
  );
  return { accounts: due.length };
});

const knownAccounts = async ({ policy, table }: AccountStepsPorts): Promise<readonly AccountFacts[]> => {
  const sighted = new Map((await table.listAccounts()).map((account) => [account.id, account]));
  const ids = [...new Set([...Object.keys(policy.accounts), ...sighted.keys()])].sort();
  return ids.flatMap((id) => currentFacts(sighted.get(id), policy.accounts[id]) ?? []);
};

const hasBindings = async ({ id }: AccountFacts, { table }: AccountStepsPorts): Promise<boolean> =>
  (await table.listBindings(id)).some(isLive);
