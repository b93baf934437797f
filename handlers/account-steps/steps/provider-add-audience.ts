import type { CompiledPolicy } from '../../../federation/compiled-policy';
import { Failure } from '../../../federation/failures';
import { roleOf, type StepInputs } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { accountStep } from '../ports';

/** A GUID as Microsoft Entra writes it: nothing that IAM could read as a wildcard or a variable. */
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Adds the audience to the provider; the call is idempotent, so it needs no read before it. What is recorded here is
 * what `role.bindTrust` pins, so it is looked at here: client id and subject come from the directory side, whose word
 * they are, and the audience is never another application's than the caller's.
 */
export const providerAddAudience = accountStep('provider.addAudience', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const { audience, subject } = inputs;
  const { issuer } = identityProviderNamed(inputs.identityProvider, ports.policy);
  requireOwnAudience(inputs, ports.policy);
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.identityProvider !== inputs.identityProvider || !['registering', 'bound'].includes(binding.state)) {
    throw new Failure('WorldMoved', `The binding of ${roleName} in ${account} is not the one that was inspected.`);
  }
  // Written first: an audience in the provider that no record names could not be found again.
  const clientIds = [...new Set([...(binding.clientIds ?? []), inputs.clientId])];
  const updatedAt = ports.clock.now().toISOString();
  await ports.table.writeBinding({ ...binding, audience, subject, clientIds, updatedAt });
  const iam = await ports.accounts.open(account);
  await iam.addClientId(issuer, audience);
  return {};
});

const requireOwnAudience = (
  { clientId, audience, subject }: StepInputs<'provider.addAudience'>,
  { identityProviders }: CompiledPolicy,
): void => {
  const isFactory = identityProviders.some(({ factoryClientId }) => factoryClientId === audience);
  if (audience === clientId && guid.test(audience) && guid.test(subject) && !isFactory) return;
  throw new Failure(
    'InvalidInput',
    `${audience} cannot be an audience for the caller ${clientId} with the subject ${subject}.`,
  );
};
