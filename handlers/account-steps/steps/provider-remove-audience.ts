import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { accountStep } from '../ports';

/**
 * Takes the audience out of the provider, so that nobody can sign in for the role any more; idempotent. Only what the
 * record has of a role that is gone is taken out, whatever the workflow says.
 */
export const providerRemoveAudience = accountStep('provider.removeAudience', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const { identityProvider, audience } = inputs;
  if (audience === null) return {};
  const { issuer } = identityProviderNamed(identityProvider, ports.policy);
  const binding = await ports.table.readBinding(account, roleName);
  const isLeftBehind =
    binding?.state === 'gone' && binding.identityProvider === identityProvider && binding.audience === audience;
  if (!isLeftBehind) {
    throw new Failure(
      'InvalidInput',
      `The audience ${audience} is not what the role ${roleName} in ${account} left behind; \`role.confirmGone\` must have seen that the role is gone.`,
    );
  }
  const iam = await ports.accounts.open(account);
  await iam.removeClientId(issuer, audience);
  return {};
});
