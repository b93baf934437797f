import { Failure } from '../../../federation/failures';
import type { ReasonCode } from '../../../federation/reasons';
import type { PinnedTrust } from '../../../federation/trust/pin';
import { roleOf } from '../../step';
import { inspectBoundRole } from '../inspection';
import { record } from '../decisions';
import { accountStep } from '../ports';
import type { StepOutputs } from '../../step';

/** Reads the role once more, decides once more, and pins what the policy says; writes only where something differs. */
export const roleBindTrust = accountStep(
  'role.bindTrust',
  async ({ request, inputs }, ports): Promise<StepOutputs<'role.bindTrust'>> => {
    const { account, roleName } = roleOf(request);
    const { caller } = inputs;
    const { iam, role, pinned } = await inspectBoundRole(account, roleName, caller, ports);
    if (pinned.kind === 'unchanged') return { trust: 'unchanged' };
    const after = changedDocument(pinned, account, role.name);
    const written = [await iam.updateAssumeRolePolicy(role.name, after)];
    const reasons = [`Only ${caller.subjects.join(', ')} may assume the role, with tokens for ${caller.audience}.`];
    const trust = { before: role.trustPolicy, after };
    await record(request, { decision: 'bound', reasons, trust, written, roleName: role.name }, ports);
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
