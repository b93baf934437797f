import { roleOf } from '../../step';
import { accountStep } from '../ports';
import { writeOver } from '../records';
import { requestWorkflows } from '../requests';

/** Ends a revocation, and has the role onboarded as if it had just been created: that makes the binding anew. */
export const roleRequestOnboarding = accountStep('role.requestOnboarding', async ({ request }, ports) => {
  const { account, roleName } = roleOf(request);
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.state === 'revoked') {
    // What was published was taken away, and is published anew; a new term begins.
    const { confirmed, announced, published, stale, boundAt, expiryAnnounced, ...rest } = binding;
    await writeOver(binding, { ...rest, state: 'registering' }, ports);
  }
  await requestWorkflows([{ trigger: 'role-created', account, roleName }], request, ports.clock.now(), ports);
  return {};
});
