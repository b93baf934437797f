import type { AccountIam } from '../../../federation/ports';
import type { BindingRecord } from '../../../federation/records';
import { isLive, keepsBinding } from '../../../federation/standing';
import { declaredBinding } from '../../../federation/verdict';
import { roleOf } from '../../step';
import { closeStatement } from '../close-statement';
import { enterLeft, type Entered } from '../enter-left';
import { inspectRole, pinned, type Inspection } from '../inspection';
import { leftoversOf } from '../leftovers';
import { accountStep, type AccountStepsPorts } from '../ports';
import { writeOver } from '../records';
import { takeOutOfTrust } from '../take-out-of-trust';
import type { StepOutputs } from '../../step';

/**
 * Decides once more, and takes a binding that the policies do not want out of the role's trust policy: the placeholder is
 * written back, so that nobody can assume the role through it. A binding that could not be made is taken back the same
 * way. Where the world has moved on and the role is to be bound after all, nothing is done. Of a binding that has ended only
 * the statement is closed that somebody has put back. Of an account that is out of scope
 * and keeps the factory out for good, only the caller goes.
 */
export const roleUnbindTrust = accountStep(
  'role.unbindTrust',
  async ({ request }, ports): Promise<StepOutputs<'role.unbindTrust'>> => {
    const { account, roleName } = roleOf(request);
    const inspection = await inspectRole(account, roleName, ports);
    const binding =
      inspection.kind === 'there' ? inspection.recorded : await ports.table.readBinding(account, roleName);
    if (inspection.kind === 'there' && binding !== undefined && !isLive(binding))
      await closeStatement(inspection, binding, request, ports);
    if (binding === undefined || !isLive(binding) || !isToGo(inspection, binding, ports)) {
      return { unbound: 'no', identityProvider: null, audience: null, retirement: null };
    }
    const unbind = async (iam: AccountIam): Promise<'gone' | 'released'> => {
      const role = inspection.kind === 'there' ? inspection.role : await iam.getRole(roleName);
      if (role === undefined) return 'gone';
      await takeOutOfTrust(role, binding, iam, request, ports);
      return 'released';
    };
    const entered: Entered<'gone' | 'released'> =
      inspection.kind === 'out-of-scope'
        ? await enterLeft(inspection.facts, ports, unbind)
        : { kind: 'entered', value: await unbind(inspection.iam) };
    const state = entered.kind === 'lost' ? 'released' : entered.value;
    if (binding.state !== state) await writeOver(binding, { ...binding, state }, ports);
    const leftovers = await leftoversOf(binding, ports);
    // What nobody can get at stays where it is: without its caller it admits nobody.
    return { unbound: 'yes', ...leftovers, ...(entered.kind === 'lost' && { audience: null }) };
  },
);

const isToGo = (inspection: Inspection, binding: BindingRecord, ports: AccountStepsPorts): boolean => {
  const { policy } = ports;
  if (binding.state === 'revoked') return false;
  const isDeclared = declaredBinding(policy, binding.account, binding.roleName) !== undefined;
  switch (inspection.kind) {
    case 'out-of-scope':
      return true;
    case 'gone':
      return !isDeclared;
    case 'there':
      return (
        (binding.state === 'abandoned' && !isInUse(inspection, binding, ports)) ||
        !keepsBinding(inspection.role, inspection.verdict, binding, isDeclared)
      );
  }
};

/**
 * Whether a role has the pins of a caller that the YAML names, though its binding could not be finished. They may have
 * been there before the factory was, and somebody signs in by them: the next reconcile finishes the binding.
 */
const isInUse = (
  { role, verdict }: Extract<Inspection, { kind: 'there' }>,
  binding: BindingRecord,
  ports: AccountStepsPorts,
): boolean => {
  const { audience, subjects } = binding;
  if (verdict.kind !== 'bind' || verdict.policy.caller.kind !== 'existing') return false;
  if (audience === undefined || subjects === undefined) return false;
  return pinned(role, binding, { audience, subjects }, verdict.identityProvider, ports).kind === 'unchanged';
};
