import { roleOf } from '../../step';
import { accountStep } from '../ports';
import { requestWorkflows } from '../requests';

/** Has the role onboarded, as if it had just been created. */
export const roleRequestOnboarding = accountStep('role.requestOnboarding', async ({ request }, ports) => {
  await requestWorkflows([{ trigger: 'role-created', ...roleOf(request) }], request, ports.clock.now(), ports);
  return {};
});
