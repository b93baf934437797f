import { listKey } from '../../../federation/bucket-keys';
import type { AccountFacts } from '../../../federation/compiled-policy';
import { leaseUntil } from '../../../federation/leases';
import { currentFacts } from '../../../federation/records';
import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import { inWaves } from '../../../federation/waves';
import type { StepOutputs } from '../../step';
import { accountStep, type AccountStepsPorts } from '../ports';
import { takeReconcileTurn } from '../reconcile-turn';

/**
 * Lists every account that is in scope, and every other one in which something of the factory's is left. A deployment that
 * has left the policies as they were when everything was last compared with them makes none due.
 */
export const organizationListAccounts = accountStep(
  'organization.listAccounts',
  async ({ request }, ports): Promise<StepOutputs<'organization.listAccounts'>> => {
    const accounts = listKey(request.execution, 'due');
    const turn = await takeReconcileTurn(request, (now) => leaseUntil(request.event.trigger, now), ports);
    if (turn === 'overtaken') return { due: 'no', accounts, count: 0 };
    if (request.event.cause === 'deployment' && (await areReconciled(ports))) return { due: 'no', accounts, count: 0 };
    const due: AccountFacts[] = [];
    for (const account of await knownAccounts(ports)) {
      if (outOfScope(account, ports.policy) === undefined || (await hasBindings(account, ports))) due.push(account);
    }
    const listed = inWaves(due, ports.policy).map(({ id }) => ({ account: id }));
    await ports.bucket.write(accounts, JSON.stringify(listed));
    return { due: listed.length === 0 ? 'no' : 'yes', accounts, count: listed.length };
  },
);

const areReconciled = async ({ table, policyHash }: AccountStepsPorts): Promise<boolean> =>
  (await table.readReconciledPolicy())?.policyHash === policyHash;

const knownAccounts = async ({ policy, table }: AccountStepsPorts): Promise<readonly AccountFacts[]> => {
  const sighted = new Map((await table.listAccounts()).map((account) => [account.id, account]));
  const ids = [...new Set([...Object.keys(policy.accounts), ...sighted.keys()])];
  return ids.flatMap((id) => currentFacts(sighted.get(id), policy.accounts[id]) ?? []);
};

const hasBindings = async ({ id }: AccountFacts, { table }: AccountStepsPorts): Promise<boolean> =>
  (await table.listBindings(id)).some(isLive);
