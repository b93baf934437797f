import { placeholderAudience, providerThumbprint } from '../../../federation/names';
import { accountStep } from '../ports';

/** Makes the providers that are not there and puts the standing audience into those that are. */
export const providerEnsure = accountStep('provider.ensure', async ({ request }, { accounts, policy }) => {
  const iam = await accounts.open(request.event.account);
  for (const { issuer } of policy.identityProviders) {
    const observed = await iam.getOpenIdConnectProvider(issuer);
    if (observed === undefined) {
      await iam.createOpenIdConnectProvider(issuer, [placeholderAudience], [providerThumbprint]);
    } else if (!observed.audiences.includes(placeholderAudience)) {
      await iam.addClientId(issuer, placeholderAudience);
    }
  }
  return { providers: policy.identityProviders.length };
});
