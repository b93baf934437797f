import { outOfScope, declaredBinding } from '../../../federation/verdict';
import { currentFacts } from '../../../federation/records';
import { roleOf } from '../../step';
import { leftoversOf } from '../leftovers';
import { record } from '../decisions';
import { accountStep, type AccountStepsPorts } from '../ports';
import { spendRemoval } from '../quotas';
import { writeOver } from '../records';
import type { StepOutputs } from '../../step';

/**
 * Makes sure that the role is gone. The record says what was made for it; a role without a record has nothing of the
 * factory's. Only IAM's own word counts as gone: a denied call or an account out of reach is a failure. That it is gone
 * is recorded, and the steps that remove something go by the record, so that no workflow can leave this step out. What
 * the YAML declares outlives its role, and so does a revocation: who creates the role anew does not lift it.
 */
export const roleConfirmGone = accountStep(
  'role.confirmGone',
  async ({ request }, ports): Promise<StepOutputs<'role.confirmGone'>> => {
    const { account, roleName } = roleOf(request);
    const binding = await ports.table.readBinding(account, roleName);
    if (binding === undefined || binding.state === 'unbound') return keeping('never-bound');
    const iam = await ports.accounts.open(account);
    const role = await iam.getRole(roleName);
    if (role !== undefined || binding.state === 'revoked') return keeping('no');
    if (await isStillDeclared(account, roleName, ports)) {
      const { roleId, confirmed, announced, reversals, ...rest } = binding;
      if (binding.state !== 'declared') {
        await writeOver(binding, { ...rest, state: 'declared' }, ports);
        await record(
          request,
          { decision: 'declared', reasons: ['The role is gone; its binding is declared, and stays.'] },
          ports,
        );
      }
      return keeping('declared');
    }
    if (binding.state !== 'gone') {
      // Only what events bring has a budget: a reconcile has seen the role missing twice.
      if (request.event.actor !== undefined) await spendRemoval(account, roleName, ports);
      await writeOver(binding, { ...binding, state: 'gone' }, ports);
      await record(request, { decision: 'gone', reasons: ['IAM says that there is no such role.'] }, ports);
    }
    return { gone: 'yes', ...(await leftoversOf(binding, ports)) };
  },
);

const isStillDeclared = async (account: string, roleName: string, ports: AccountStepsPorts): Promise<boolean> => {
  const { policy, table } = ports;
  if (declaredBinding(policy, account, roleName) === undefined) return false;
  const facts = currentFacts(await table.readAccount(account), policy.accounts[account]);
  return facts !== undefined && outOfScope(facts, policy) === undefined;
};

const keeping = (gone: 'no' | 'declared' | 'never-bound'): StepOutputs<'role.confirmGone'> => ({
  gone,
  identityProvider: null,
  audience: null,
  retirement: null,
});
