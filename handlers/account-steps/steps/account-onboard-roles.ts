import { createHash } from 'node:crypto';
import { managedStatements } from '../../../federation/trust/managed-statements';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { managedProvider } from '../../../federation/verdict';
import { accountStep } from '../ports';

/** Has every role onboarded that trusts a managed provider already: it was there before the forwarding rules were. */
export const accountOnboardRoles = accountStep('account.onboardRoles', async ({ request }, ports) => {
  const { account, id } = request.event;
  // Taken before the roles are read, and in whole seconds as CloudTrail's times are: a role that is deleted from here on
  // is deleted no earlier than it was observed.
  const observedAt = new Date(Math.floor(ports.clock.now().getTime() / 1000) * 1000).toISOString();
  const providers = ports.policy.identityProviders.map((p) => managedProvider(ports.policy, account, p));
  const iam = await ports.accounts.open(account);
  const federated = (await iam.listRoles()).filter(({ trustPolicy }) => {
    const trust = parseTrustPolicy(trustPolicy);
    return trust !== undefined && providers.some((provider) => managedStatements(trust, provider, []).length > 0);
  });
  await ports.intake.requestOnboarding(
    federated.map(({ name }) => ({ id: requestId(id, account, name), account, roleName: name, observedAt })),
  );
  return { roles: federated.length };
});

/**
 * The request's id names the execution: the same bootstrap, run again, asks for nothing twice, also where roles have
 * come and gone in between.
 */
const requestId = (eventId: string, account: string, roleName: string): string => {
  const digest = createHash('sha256').update(`${eventId}\n${account}\n${roleName.toLowerCase()}`).digest('hex');
  return `${eventId.slice(0, 36)}-${digest.slice(0, 20)}`;
};
