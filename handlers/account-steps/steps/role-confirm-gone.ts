import { roleOf } from '../../step';
import { accountStep } from '../ports';
import type { StepOutputs } from '../../step';

/**
 * Makes sure that the role is gone. The record says what was made for it; a role without a record has nothing of the
 * factory's. Only IAM's own word counts as gone: a denied call or an account out of reach is a failure. That it is gone
 * is recorded, and the steps that remove something go by the record, so that no workflow can leave this step out.
 */
export const roleConfirmGone = accountStep(
  'role.confirmGone',
  async ({ request }, ports): Promise<StepOutputs<'role.confirmGone'>> => {
    const { account, roleName } = roleOf(request);
    const binding = await ports.table.readBinding(account, roleName);
    if (binding === undefined || binding.state === 'unbound') {
      return { gone: 'never-bound', identityProvider: null, audience: null, retirement: null };
    }
    const { identityProvider, uniqueName, onDelete } = binding;
    const iam = await ports.accounts.open(account);
    const role = await iam.getRole(roleName);
    if (role !== undefined) return { gone: 'no', identityProvider, audience: null, retirement: null };
    if (binding.state !== 'gone') {
      await ports.table.writeBinding({ ...binding, state: 'gone', updatedAt: ports.clock.now().toISOString() });
    }
    return {
      gone: 'yes',
      identityProvider,
      audience: binding.audience ?? null,
      retirement: { identityProvider, uniqueName, onDelete },
    };
  },
);
