import { Failure } from '../../../federation/failures';
import type { AccountIam } from '../../../federation/ports';
import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { isShared } from '../leftovers';
import { record } from '../decisions';
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
  const iam = await ports.accounts.open(account);
  const isNeeded = async (): Promise<boolean> =>
    (await isShared(binding, ports)) || (binding.caller !== 'own-application' && (await isNamed(audience, iam)));
  if (!(await isNeeded())) {
    const written = [await iam.removeClientId(issuer, audience)];
    const reasons = [`The provider of ${issuer} does not list ${audience} any more.`];
    await record(request, { decision: 'audience-removed', reasons, written }, ports);
  }
  // Also where a run that broke off has taken it out a moment ago.
  if (await isNeeded()) await iam.addClientId(issuer, audience);
  return {};
});

/** An audience of a caller that was made by hand may have been there before: roles that nobody manages may live by it. */
const isNamed = async (audience: string, iam: AccountIam): Promise<boolean> =>
  (await iam.listRoles()).some(({ trustPolicy }) => trustPolicy.includes(audience));
