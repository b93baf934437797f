import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { accountStep } from '../ports';
import { writeOver } from '../records';

/** Says that the role is bound, and to whom. */
export const roleAnnounce = accountStep('role.announce', async ({ request, inputs: { caller } }, ports) => {
  const { account, roleName } = roleOf(request);
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.state !== 'bound') {
    throw new Failure('InvalidInput', `The role ${roleName} in ${account} is not confirmed to be bound.`);
  }
  const { clientId, audience, subjects } = caller;
  await ports.outcomes.publish({
    type: 'Role Bound',
    detail: {
      account,
      role: roleName,
      policy: binding.policy,
      ...(clientId !== undefined && { clientId }),
      audience,
      subjects,
    },
  });
  // Behind the saying: a run that breaks off in between says it once more, and never not at all.
  await writeOver(binding, { ...binding, announced: true }, ports);
  return {};
});
