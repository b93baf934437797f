import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import type { StepOutputs } from '../../step';
import { inspectBoundRole } from '../inspection';
import type { BindingRecord } from '../../../federation/records';
import { sameItems } from '../../../federation/same-items';
import { declaredBinding } from '../../../federation/verdict';
import type { RegisteredCaller } from '../../../schemas/generated/events/registered-caller.types';
import { record } from '../decisions';
import { accountStep } from '../ports';
import { writeOver } from '../records';
import { requestWorkflows } from '../requests';
import { clearStatus } from '../tell-owner';

/**
 * Observes what the steps before have made, as a stranger would; IAM's own delay counts as a world that has moved. The
 * provider is not read again: adding the audience was answered, and the reconcile finds what is taken out of it later.
 */
export const roleConfirmBinding = accountStep(
  'role.confirmBinding',
  async ({ request, inputs: { caller } }, ports): Promise<StepOutputs<'role.confirmBinding'>> => {
    const { account, roleName } = roleOf(request);
    const { iam, role, binding, pinned } = await inspectBoundRole(account, roleName, caller, ports);
    if (pinned.kind !== 'unchanged')
      throw new Failure('WorldMoved', `The role ${roleName} in ${account} does not have its pins.`);
    const announced = binding.announced === true && isConfirmed(binding, caller);
    const { audience, subjects } = caller;
    const { reversals = [], ...rest } = binding;
    // Other pins are another binding: who has written over the one before has nothing against this one.
    const kept = isConfirmed(binding, caller) && reversals.length > 0 ? { reversals } : {};
    const boundAt = binding.boundAt ?? ports.clock.now().toISOString();
    const confirmed = { audience, subjects };
    await writeOver(binding, { ...rest, ...kept, state: 'bound', boundAt, confirmed, announced }, ports);
    const reasons = ['IAM shows the role as it was bound.'];
    if (!announced) await record(request, { decision: 'confirmed', reasons, roleName: role.name }, ports);
    await clearStatus(role, iam);
    const isPublished = binding.published === true && binding.stale !== true;
    if (!isPublished && declaredBinding(ports.policy, account, roleName) !== undefined) {
      await requestWorkflows([{ trigger: 'role-declared', account, roleName }], request, ports.clock.now(), ports);
    }
    return { news: announced ? 'no' : 'yes' };
  },
);

const isConfirmed = ({ confirmed }: BindingRecord, { audience, subjects }: RegisteredCaller): boolean =>
  confirmed?.audience === audience && sameItems(confirmed.subjects, subjects);
