import { Failure } from '../../../federation/failures';
import type { PinnedTrust } from '../../../federation/trust/pin';
import { roleOf } from '../../step';
import { inspectBoundRole } from '../inspection';
import { accountStep } from '../ports';
import type { StepOutputs } from '../../step';

/** Reads the role once more, decides once more, and pins what the policy says; writes only where something differs. */
export const roleBindTrust = accountStep(
  'role.bindTrust',
  async ({ request, inputs }, ports): Promise<StepOutputs<'role.bindTrust'>> => {
    const { account, roleName } = roleOf(request);
    const { audience, subject } = inputs;
    const { iam, role, pinned } = await inspectBoundRole(account, roleName, inputs, ports);
    const at = ports.clock.now().toISOString();
    if (pinned.kind === 'unchanged') return { trust: 'unchanged' };
    await iam.updateAssumeRolePolicy(role.name, changedDocument(pinned, account, role.name));
    await ports.table.recordDecision({
      account,
      roleName: role.name,
      execution: request.execution,
      step: request.step,
      decision: 'bound',
      reasons: [`Only ${subject} may assume the role, with tokens for ${audience}.`],
      at,
    });
    return { trust: 'changed' };
  },
);

const changedDocument = (
  pinned: Exclude<PinnedTrust, { kind: 'unchanged' }>,
  account: string,
  roleName: string,
): string => {
  if (pinned.kind === 'changed') return pinned.document;
  const because = pinned.reasons.map((reason) => reason.because).join(' ');
  const tooLong = pinned.reasons.some(({ code }) => code === 'trust-too-long');
  throw new Failure(
    tooLong ? 'TrustPolicyTooLong' : 'WorldMoved',
    `The role ${roleName} in ${account} cannot be bound. ${because}`,
  );
};
