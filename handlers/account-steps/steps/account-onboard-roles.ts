import { managedStatements } from '../../../federation/trust/managed-statements';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { managedProvider } from '../../../federation/verdict';
import { accountStep } from '../ports';
import { requestWorkflows } from '../requests';

/** Has every role onboarded that trusts a managed provider already: it was there before the forwarding rules were. */
export const accountOnboardRoles = accountStep('account.onboardRoles', async ({ request }, ports) => {
  const { account } = request.event;
  const since = ports.clock.now();
  const { identityProviders, outsideProviders } = ports.policy;
  const providers = [...identityProviders, ...outsideProviders].map((p) => managedProvider(ports.policy, account, p));
  const iam = await ports.accounts.open(account);
  const federated = (await iam.listRoles()).filter(({ trustPolicy }) => {
    const trust = parseTrustPolicy(trustPolicy);
    return trust !== undefined && providers.some((provider) => managedStatements(trust, provider, []).length > 0);
  });
  const declared = ports.policy.bindings.filter((binding) => binding.account === account);
  await requestWorkflows(
    [
      ...federated.map(({ name }) => ({ trigger: 'role-created', account, roleName: name }) as const),
      ...declared.map(({ role }) => ({ trigger: 'role-declared', account, roleName: role }) as const),
    ],
    request,
    since,
    ports,
  );
  return { roles: federated.length };
});
