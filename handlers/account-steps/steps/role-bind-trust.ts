import { Failure } from '../../../federation/failures';
import type { ReasonCode } from '../../../federation/reasons';
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
    const { caller } = inputs;
    const { iam, role, pinned } = await inspectBoundRole(account, roleName, caller, ports);
    const at = ports.clock.now().toISOString();
    if (pinned.kind === 'unchanged') return { trust: 'unchanged' };
    await iam.updateAssumeRolePolicy(role.name, changedDocument(pinned, account, role.name));
    await ports.table.recordDecision({
      account,
      roleName: role.name,
      execution: request.execution,
      step: request.step,
      decision: 'bound',
      reasons: [`Only ${caller.subjects.join(', ')} may assume the role, with tokens for ${caller.audience}.`],
      at,
    });
    return { trust: 'changed' };
  },
);

/** The document to write. @throws Failure why there is none. */
export const changedDocument = (
  pinned: Exclude<PinnedTrust, { kind: 'unchanged' }>,
  account: string,
  roleName: string,
): string => {
  if (pinned.kind === 'changed') return pinned.document;
  const because = pinned.reasons.map((reason) => reason.because).join(' ');
  const has = (code: ReasonCode): boolean => pinned.reasons.some((reason) => reason.code === code);
  const failure = has('trust-too-long')
    ? 'TrustPolicyTooLong'
    : has('trust-public-issuer-open') || has('trust-unreadable')
      ? 'TrustPolicyRefused'
      : 'WorldMoved';
  throw new Failure(failure, `The trust policy of ${roleName} in ${account} cannot be written. ${because}`);
};
