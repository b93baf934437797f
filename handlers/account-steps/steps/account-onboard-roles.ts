import { managedStatements } from '../../../federation/trust/managed-statements';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { managedProvider } from '../../../federation/verdict';
import { accountStep } from '../ports';

/** Has every role onboarded that trusts a managed provider already: it was there before the forwarding rules were. */
export const accountOnboardRoles = accountStep('account.onboardRoles', async ({ request }, ports) => {
  const { account, id } = request.event;
  const providers = ports.policy.identityProviders.map((p) => managedProvider(ports.policy, account, p));
  const iam = await ports.accounts.open(account);
  const federated = (await iam.listRoles()).filter(({ trustPolicy }) => {
    const trust = parseTrustPolicy(trustPolicy);
    return trust !== undefined && providers.some((provider) => managedStatements(trust, provider, []).length > 0);
  });
  // The request's id names the execution: the same bootstrap, run again, asks for nothing twice.
  await ports.intake.requestOnboarding(
    federated.map(({ name }, index) => ({ id: `${id.slice(0, 50)}-role-${index}`, account, roleName: name })),
  );
  return { roles: federated.length };
});
