import type { RoleSubject } from '../../../federation/outcomes';
import type { Reason } from '../../../federation/reasons';
import type { Verdict } from '../../../federation/verdict';
import { roleOf } from '../../step';
import { inspectRole } from '../inspection';
import { accountStep, type AccountStepsPorts } from '../ports';
import type { StepOutputs } from '../../step';

/** Reads the role, decides, and records what is about to be made before anything is. */
export const roleInspect = accountStep(
  'role.inspect',
  async ({ request }, ports): Promise<StepOutputs<'role.inspect'>> => {
    const { account, roleName } = roleOf(request);
    const inspection = await inspectRole(account, roleName, ports);
    const at = ports.clock.now().toISOString();
    const recordDecision = (decision: Verdict['kind'], reasons: readonly Reason[]): Promise<void> =>
      ports.table.recordDecision({
        account,
        roleName,
        execution: request.execution,
        step: request.step,
        decision,
        reasons: reasons.map(({ because }) => because),
        at,
      });
    if (inspection.kind === 'gone') return { verdict: 'gone', identityProvider: null, plan: null };
    if (inspection.kind === 'out-of-scope') {
      await recordDecision('leave', [inspection.reason]);
      return { verdict: 'leave', identityProvider: null, plan: null };
    }
    const { role, binding, clientIds, verdict } = inspection;
    await recordDecision(verdict.kind, verdict.reasons);
    if (verdict.kind !== 'bind') {
      const stillBound = binding?.state === 'bound';
      await reportFinding({ account, role: role.name, stillBound }, verdict, ports);
      return { verdict: verdict.kind, identityProvider: null, plan: null };
    }
    const { policy, identityProvider, plan } = verdict;
    await ports.table.writeBinding({
      account,
      roleName: role.name,
      roleId: role.roleId,
      policy: policy.name,
      identityProvider: identityProvider.name,
      uniqueName: plan.uniqueName,
      onDelete: policy.onDelete,
      ...(binding?.audience !== undefined && { audience: binding.audience }),
      ...(binding?.subject !== undefined && { subject: binding.subject }),
      clientIds,
      state: binding?.state === 'bound' ? 'bound' : 'registering',
      updatedAt: at,
    });
    return { verdict: 'bind', identityProvider: identityProvider.name, plan };
  },
);

const reportFinding = async (
  subject: RoleSubject & { readonly stillBound: boolean },
  verdict: Verdict,
  { outcomes }: AccountStepsPorts,
): Promise<void> => {
  if (verdict.kind !== 'audit' && verdict.kind !== 'refuse') return;
  const { kind, policy, reasons } = verdict;
  await outcomes.publish({
    type: 'Role Not Bound',
    detail: { ...subject, policy: policy.name, verdict: kind, reasons },
  });
};
