import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { accountStep } from '../ports';

/** Takes the audience out of the provider, so that nobody can sign in for the role any more; idempotent. */
export const providerRemoveAudience = accountStep(
  'provider.removeAudience',
  async ({ request, inputs }, { accounts, policy }) => {
    const { account } = roleOf(request);
    const { identityProvider, audience } = inputs;
    if (audience === null) return {};
    const iam = await accounts.open(account);
    await iam.removeClientId(identityProviderNamed(identityProvider, policy).issuer, audience);
    return {};
  },
);
