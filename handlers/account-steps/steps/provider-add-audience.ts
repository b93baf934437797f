import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { accountStep } from '../ports';

/** Adds the audience to the provider; the call is idempotent, so it needs no read before it. */
export const providerAddAudience = accountStep('provider.addAudience', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const { audience, subject } = inputs;
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.identityProvider !== inputs.identityProvider) {
    throw new Failure('WorldMoved', `The binding of ${roleName} in ${account} is not the one that was inspected.`);
  }
  // Written first: an audience in the provider that no record names could not be found again.
  await ports.table.writeBinding({ ...binding, audience, subject, updatedAt: ports.clock.now().toISOString() });
  const iam = await ports.accounts.open(account);
  await iam.addClientId(identityProviderNamed(inputs.identityProvider, ports.policy).issuer, audience);
  return {};
});
