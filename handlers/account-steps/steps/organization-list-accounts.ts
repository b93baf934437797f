import { listKey } from '../../../federation/bucket-keys';
import type { AccountFacts } from '../../../federation/compiled-policy';
import { leaseUntil } from '../../../federation/leases';
import { currentFacts } from '../../../federation/records';
import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import { inWaves } from '../../../federation/waves';
import type { StepOutputs } from '../../step';
import { approvedPlan } from '../approval';
import { accountStep, type AccountStepsPorts } from '../ports';
import { takeReconcileTurn } from '../reconcile-turn';

/**
 * Lists every account that is in scope, and every other one in which something of the factory's is left; where somebody
 * has approved a plan, the accounts of the plan. A deployment that has left the policies as they were when everything was
 * last compared with them makes none due.
 */
export const organizationListAccounts = accountStep(
  'organization.listAccounts',
  async ({ request }, ports): Promise<StepOutputs<'organization.listAccounts'>> => {
    const accounts = listKey(request.execution, 'due');
    const turn = await takeReconcileTurn(request, (now) => leaseUntil(request.event.trigger, now), ports);
    if (turn === 'overtaken') return { due: 'no', accounts, count: 0 };
    if (request.event.cause === 'deployment' && (await areReconciled(ports))) return { due: 'no', accounts, count: 0 };
    const { approval } = request.event;
    const due = approval === undefined ? await dueAccounts(ports) : await accountsOfPlan(approval, ports);
    const listed = due.map((account) => ({ account }));
    await ports.bucket.write(accounts, JSON.stringify(listed));
    return { due: listed.length === 0 ? 'no' : 'yes', accounts, count: listed.length };
  },
);

/** In the order of the waves. */
const dueAccounts = async (ports: AccountStepsPorts): Promise<readonly string[]> => {
  const due: AccountFacts[] = [];
  for (const account of await knownAccounts(ports)) {
    if (outOfScope(account, ports.policy) === undefined || (await hasBindings(account, ports))) due.push(account);
  }
  return inWaves(due, ports.policy).map(({ id }) => id);
};

/** In the order of the waves; one that is not known is told of when it is to be planned. */
const accountsOfPlan = async (approval: string, ports: AccountStepsPorts): Promise<readonly string[]> => {
  const { accounts } = await approvedPlan(approval, ports);
  const wanted = new Set(accounts.map(({ account }) => account));
  const known = inWaves(
    (await knownAccounts(ports)).filter(({ id }) => wanted.has(id)),
    ports.policy,
  ).map(({ id }) => id);
  return [...known, ...[...wanted].filter((id) => !known.includes(id))];
};

const areReconciled = async ({ table, policyHash }: AccountStepsPorts): Promise<boolean> =>
  (await table.readReconciledPolicy())?.policyHash === policyHash;

const knownAccounts = async ({ policy, table }: AccountStepsPorts): Promise<readonly AccountFacts[]> => {
  const sighted = new Map((await table.listAccounts()).map((account) => [account.id, account]));
  const ids = [...new Set([...Object.keys(policy.accounts), ...sighted.keys()])];
  return ids.flatMap((id) => currentFacts(sighted.get(id), policy.accounts[id]) ?? []);
};

const hasBindings = async ({ id }: AccountFacts, { table }: AccountStepsPorts): Promise<boolean> =>
  (await table.listBindings(id)).some(isLive);
