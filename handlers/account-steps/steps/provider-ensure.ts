import { placeholderAudience, providerThumbprint } from '../../../federation/names';
import { currentFacts } from '../../../federation/records';
import { outOfScope } from '../../../federation/verdict';
import { accountStep } from '../ports';

/**
 * Makes the providers that are not there and puts the standing audience into those that are, whoever made them. An account
 * out of scope is left alone, whatever the workflow has asked before.
 */
export const providerEnsure = accountStep('provider.ensure', async ({ request }, { accounts, policy, table }) => {
  const { account } = request.event;
  const facts = currentFacts(await table.readAccount(account), policy.accounts[account]);
  if (facts === undefined || outOfScope(facts, policy) !== undefined) return { providers: 0 };
  const iam = await accounts.open(account);
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
