import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { isShared } from '../leftovers';
import { accountStep } from '../ports';

/**
 * Takes the audience out of the provider, so that nobody can sign in for the role any more; idempotent. Only what the
 * record has of a role that is gone or released is taken out, whatever the workflow says, and nothing that another role
 * of the account needs. The records are read once more behind it: a role that has come to need it in between has written
 * its record first, and gets it back.
 */
export const providerRemoveAudience = accountStep('provider.removeAudience', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const { identityProvider, audience } = inputs;
  if (audience === null) return {};
  const { issuer } = identityProviderNamed(identityProvider, ports.policy);
  const binding = await ports.table.readBinding(account, roleName);
  const isLeftBehind =
    (binding?.state === 'gone' || binding?.state === 'released') &&
    binding.identityProvider === identityProvider &&
    binding.audience === audience;
  if (binding === undefined || !isLeftBehind) {
    throw new Failure(
      'InvalidInput',
      `The audience ${audience} is not what the role ${roleName} in ${account} left behind; a step must have seen that its binding ends.`,
    );
  }
  if (await isShared(binding, ports)) return {};
  const iam = await ports.accounts.open(account);
  await iam.removeClientId(issuer, audience);
  if (await isShared(binding, ports)) await iam.addClientId(issuer, audience);
  return {};
});
