import { names } from '../../../federation/names';
import { roleOf } from '../../step';
import { accountStep } from '../ports';
import { writeOver } from '../records';
import type { StepOutputs } from '../../step';

/** Lifts a revocation: what is left of the binding is made anew by the onboarding that follows. */
export const roleReinstate = accountStep(
  'role.reinstate',
  async ({ request }, ports): Promise<StepOutputs<'role.reinstate'>> => {
    const { account, roleName } = roleOf(request);
    const binding = await ports.table.readBinding(account, roleName);
    if (binding?.state !== 'revoked') return { reinstated: 'no', identityProvider: null, uniqueName: null };
    const iam = await ports.accounts.open(account);
    await iam.detachRolePolicy(roleName, names.revokedSessionsPolicy);
    await writeOver(binding, { ...binding, state: 'registering' }, ports);
    const { identityProvider, caller, uniqueName } = binding;
    return {
      reinstated: 'yes',
      identityProvider,
      uniqueName: caller === 'own-application' ? (uniqueName ?? null) : null,
    };
  },
);
