import { Failure } from '../../../federation/failures';
import { bindingParameter } from '../../../federation/names';
import { pinnedStatement } from '../../../federation/trust/pin';
import { managedProvider } from '../../../federation/verdict';
import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { record } from '../decisions';
import { accountStep } from '../ports';
import { writeOver } from '../records';
import { requestWorkflows } from '../requests';

/**
 * Publishes a declared binding in the account, for the template that owns the role: client id, audience, subjects, and the
 * trust statement as it is to stand in the role. A role that is there already is onboarded, which finds it right or
 * binds it.
 */
export const bindingPublish = accountStep('binding.publish', async ({ request, inputs: { caller } }, ports) => {
  const { account, roleName } = roleOf(request);
  const { clientId, audience, subjects } = caller;
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.audience !== audience || !['registering', 'bound', 'contested'].includes(binding.state)) {
    throw new Failure('WorldMoved', `The binding of ${roleName} in ${account} is no longer what was inspected.`);
  }
  const provider = managedProvider(
    ports.policy,
    account,
    identityProviderNamed(binding.identityProvider, ports.policy),
  );
  const parameter = bindingParameter(binding.roleName);
  const value = JSON.stringify({
    ...(clientId !== undefined && { clientId }),
    audience,
    subjects,
    statement: pinnedStatement(provider, audience, subjects),
  });
  const parameters = await ports.accounts.parameters(account);
  const isNews = (await parameters.read(parameter)) !== value;
  if (isNews) await parameters.write(parameter, value);
  const state = binding.state === 'registering' ? 'declared' : binding.state;
  const { stale, ...rest } = binding;
  await writeOver(binding, { ...rest, state, published: true }, ports);
  const because = `The parameter ${parameter} has the trust statement for the template that owns the role.`;
  if (isNews) await record(request, { decision: 'published', reasons: [because] }, ports);
  if (isNews) {
    await ports.outcomes.publish({
      type: 'Binding Declared',
      detail: {
        account,
        role: binding.roleName,
        policy: binding.policy,
        ...(clientId !== undefined && { clientId }),
        audience,
        subjects,
        parameter,
      },
    });
  }
  if (state === 'declared') {
    const wanted = { trigger: 'role-created', account, roleName: binding.roleName } as const;
    await requestWorkflows([wanted], request, ports.clock.now(), ports);
  }
  return {};
});
