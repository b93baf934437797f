import { Failure } from '../../../federation/failures';
import { bindingParameter } from '../../../federation/names';
import { roleOf } from '../../step';
import { record } from '../decisions';
import { unlessDenied } from '../enter-left';
import { accountStep } from '../ports';
import { writeOver } from '../records';

/**
 * Closes the record, and says that nothing live is left; a record that is closed already is left as it is. The record
 * stays, for the history and for a role created anew.
 */
export const roleAnnounceRemoval = accountStep('role.announceRemoval', async ({ request }, ports) => {
  const { account, roleName } = roleOf(request);
  const binding = await ports.table.readBinding(account, roleName);
  if (binding === undefined || binding.state === 'unbound') return {};
  if (binding.state !== 'gone' && binding.state !== 'released') {
    throw new Failure(
      'InvalidInput',
      `The binding of ${roleName} in ${account} has not been seen to end, so its record stays open.`,
    );
  }
  if (binding.published === true) {
    const withdraw = async (): Promise<void> => {
      await (await ports.accounts.parameters(account)).remove(bindingParameter(binding.roleName));
    };
    const isLost = (await ports.table.readAccount(account))?.access?.isLost === true;
    await (isLost ? unlessDenied(withdraw) : withdraw());
  }
  await ports.outcomes.publish({ type: 'Role Unbound', detail: { account, role: roleName, policy: binding.policy } });
  const { audience, subjects, published, stale, reversals, roleId, confirmed, announced, ...rest } = binding;
  await writeOver(binding, { ...rest, state: 'unbound' }, ports);
  const because = binding.state === 'gone' ? 'The role is gone.' : 'The policies no longer bind the role.';
  await record(request, { decision: 'removed', reasons: [because, 'Nothing live is left of its binding.'] }, ports);
  return {};
});
