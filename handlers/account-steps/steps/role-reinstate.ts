import { names } from '../../../federation/names';
import { roleOf } from '../../step';
import { record } from '../decisions';
import { accountStep } from '../ports';
import { leftoversOf } from '../leftovers';
import { takeRevocationTurn } from '../revocation-turn';
import type { StepOutputs } from '../../step';

/** Takes the denial of sessions from the role. The revocation itself ends last, so that lifting it can be repeated. */
export const roleReinstate = accountStep(
  'role.reinstate',
  async ({ request }, ports): Promise<StepOutputs<'role.reinstate'>> => {
    const { account, roleName } = roleOf(request);
    const nothing = { identityProvider: null, uniqueName: null };
    if ((await takeRevocationTurn(request, ports)) === 'overtaken') return { reinstated: 'overtaken', ...nothing };
    const binding = await ports.table.readBinding(account, roleName);
    if (binding?.state !== 'revoked') return { reinstated: 'no', ...nothing };
    const iam = await ports.accounts.open(account);
    const written = [await iam.detachRolePolicy(roleName, names.revokedSessionsPolicy)];
    const reasons = ['The revocation is lifted; sessions are no longer denied.'];
    await record(request, { decision: 'reinstated', reasons, written }, ports);
    const { identityProvider, retirement } = await leftoversOf(binding, ports);
    return {
      reinstated: 'yes',
      identityProvider,
      uniqueName: retirement.uniqueNames[0] ?? null,
    };
  },
);
