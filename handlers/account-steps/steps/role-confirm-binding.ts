import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import type { StepOutputs } from '../../step';
import { inspectBoundRole } from '../inspection';
import { accountStep } from '../ports';
import { writeOver } from '../records';
import { clearStatus } from '../tell-owner';

/**
 * Observes what the steps before have made, as a stranger would; IAM's own delay counts as a world that has moved. The
 * provider is not read again: who takes an audience out in between is told of by an event of its own.
 */
export const roleConfirmBinding = accountStep(
  'role.confirmBinding',
  async ({ request, inputs: { caller } }, ports): Promise<StepOutputs<'role.confirmBinding'>> => {
    const { account, roleName } = roleOf(request);
    const { iam, role, binding, pinned } = await inspectBoundRole(account, roleName, caller, ports);
    if (pinned.kind !== 'unchanged')
      throw new Failure('WorldMoved', `The role ${roleName} in ${account} does not have its pins.`);
    await writeOver(binding, { ...binding, state: 'bound' }, ports);
    await clearStatus(role, iam);
    return { news: binding.state === 'bound' ? 'no' : 'yes' };
  },
);
