import { placeholderAudience, providerThumbprint } from '../../../federation/names';
import { currentFacts } from '../../../federation/records';
import { outOfScope } from '../../../federation/verdict';
import { record } from '../decisions';
import { accountStep } from '../ports';

/**
 * Makes the providers that are not there and puts the standing audience into those that are, whoever made them. An account
 * out of scope is left alone, whatever the workflow has asked before.
 */
export const providerEnsure = accountStep('provider.ensure', async ({ request }, ports) => {
  const { accounts, policy, table } = ports;
  const { account } = request.event;
  const facts = currentFacts(await table.readAccount(account), policy.accounts[account]);
  if (facts === undefined || outOfScope(facts, policy) !== undefined) return { providers: 0 };
  const iam = await accounts.open(account);
  for (const { issuer } of policy.identityProviders) {
    const observed = await iam.getOpenIdConnectProvider(issuer);
    if (observed === undefined) {
      const written = [await iam.createOpenIdConnectProvider(issuer, [placeholderAudience], [providerThumbprint])];
      await record(
        request,
        { decision: 'provider-created', reasons: [`There was none for ${issuer}.`], written },
        ports,
      );
    } else if (!observed.audiences.includes(placeholderAudience)) {
      const written = [await iam.addClientId(issuer, placeholderAudience)];
      const reasons = [`The provider of ${issuer} lacked ${placeholderAudience}.`];
      await record(request, { decision: 'audience-added', reasons, written }, ports);
    }
  }
  return { providers: policy.identityProviders.length };
});
