import type { BindingRecord } from '../../../federation/records';
import { isLive, keepsBinding } from '../../../federation/standing';
import { declaredBinding } from '../../../federation/verdict';
import { roleOf } from '../../step';
import { inspectRole, type Inspection } from '../inspection';
import { leftoversOf } from '../leftovers';
import { accountStep, type AccountStepsPorts } from '../ports';
import { writeOver } from '../records';
import { takeOutOfTrust } from '../take-out-of-trust';
import type { StepOutputs } from '../../step';

/**
 * Decides once more, and takes a binding that the policies do not want out of the role's trust policy: the placeholder is
 * written back, so that nobody can assume the role through it. A binding that could not be made is taken back the same
 * way. Where the world has moved on and the role is to be bound after all, nothing is done.
 */
export const roleUnbindTrust = accountStep(
  'role.unbindTrust',
  async ({ request }, ports): Promise<StepOutputs<'role.unbindTrust'>> => {
    const { account, roleName } = roleOf(request);
    const inspection = await inspectRole(account, roleName, ports);
    const binding =
      inspection.kind === 'there' ? inspection.recorded : await ports.table.readBinding(account, roleName);
    if (binding === undefined || !isLive(binding) || !isToGo(inspection, binding, ports)) {
      return { unbound: 'no', identityProvider: null, audience: null, retirement: null };
    }
    const iam = inspection.kind === 'out-of-scope' ? await ports.accounts.open(account) : inspection.iam;
    const role = inspection.kind === 'there' ? inspection.role : await iam.getRole(roleName);
    if (role !== undefined) await takeOutOfTrust(role, binding, iam, request, ports);
    const state = role === undefined ? 'gone' : 'released';
    if (binding.state !== state) await writeOver(binding, { ...binding, state }, ports);
    return { unbound: 'yes', ...(await leftoversOf(binding, ports)) };
  },
);

const isToGo = (inspection: Inspection, binding: BindingRecord, { policy }: AccountStepsPorts): boolean => {
  if (binding.state === 'revoked') return false;
  const isDeclared = declaredBinding(policy, binding.account, binding.roleName) !== undefined;
  switch (inspection.kind) {
    case 'out-of-scope':
      return true;
    case 'gone':
      return !isDeclared;
    case 'there':
      return binding.state === 'abandoned' || !keepsBinding(inspection.role, inspection.verdict, binding, isDeclared);
  }
};
