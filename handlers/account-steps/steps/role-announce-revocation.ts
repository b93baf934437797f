import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { record } from '../decisions';
import { accountStep } from '../ports';

/** Says that the binding is cut off, which only a hand lifts; where a part could not be done, the run fails and says so. */
export const roleAnnounceRevocation = accountStep('role.announceRevocation', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.state !== 'revoked') {
    throw new Failure('InvalidInput', `The binding of ${roleName} in ${account} is not revoked.`);
  }
  if (inputs.revoked === 'still') return {};
  const isComplete = inputs.revoked === 'yes';
  await ports.outcomes.publish({
    type: 'Role Revoked',
    detail: { account, role: roleName, policy: binding.policy, isComplete },
  });
  const because = isComplete
    ? 'The binding is revoked.'
    : 'The binding is revoked as far as the account let the factory in.';
  await record(request, { decision: 'revoked', reasons: [because] }, ports);
  if (isComplete) return {};
  throw new Failure(
    'AccessDenied',
    `The account ${account} keeps the factory from the role ${roleName}: its caller is cut off, and the role's own sessions may not be.`,
  );
});
