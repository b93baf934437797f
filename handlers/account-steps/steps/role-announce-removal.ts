import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { accountStep } from '../ports';

/**
 * Closes the record, and says that nothing live is left; a record that is closed already is left as it is. The record
 * stays, for the history and for a role created anew.
 */
export const roleAnnounceRemoval = accountStep('role.announceRemoval', async ({ request }, ports) => {
  const { account, roleName } = roleOf(request);
  const binding = await ports.table.readBinding(account, roleName);
  if (binding === undefined || binding.state === 'unbound') return {};
  if (binding.state !== 'gone') {
    throw new Failure(
      'InvalidInput',
      `The role ${roleName} in ${account} has not been seen to be gone, so its record stays open.`,
    );
  }
  const at = ports.clock.now().toISOString();
  await ports.outcomes.publish({ type: 'Role Unbound', detail: { account, role: roleName, policy: binding.policy } });
  await ports.table.writeBinding({ ...binding, state: 'unbound', updatedAt: at });
  await ports.table.recordDecision({
    account,
    roleName,
    execution: request.execution,
    step: request.step,
    decision: 'unbound',
    reasons: ['The role is gone.'],
    at,
  });
  return {};
});
