import { Failure, type FailureCode } from '../../federation/failures';
import { placeholderAudience } from '../../federation/names';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import type { BindingRecord } from '../../federation/records';
import { unpinTrust } from '../../federation/trust/unpin';
import { managedProvider } from '../../federation/verdict';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { AccountStepsPorts } from './ports';
import { changedDocument } from './steps/role-bind-trust';

/**
 * Writes the placeholder back into a role's own statements, if anything else stands there; other statements stay. Where
 * IAM takes no document for this role, because another statement breaks a rule or the access role may no longer write
 * there, the statement of a role with a caller of its own stays as it is: it admits nobody without that caller, which
 * goes all the same. A caller that stays could still use it, so that it must be written, or the run fails.
 */
export const takeOutOfTrust = async (
  role: ObservedRole,
  binding: BindingRecord,
  iam: AccountIam,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<void> => {
  const { table, clock } = ports;
  const done = await writePlaceholder(role, binding, iam, ports);
  if (done === undefined) return;
  await table.recordDecision({
    account: binding.account,
    roleName: role.name,
    execution: request.execution,
    step: request.step,
    decision: 'unbound',
    reasons: [done],
    at: clock.now().toISOString(),
  });
};

/** Says what was done; undefined where there was nothing to do. */
const writePlaceholder = async (
  role: ObservedRole,
  binding: BindingRecord,
  iam: AccountIam,
  { policy }: AccountStepsPorts,
): Promise<string | undefined> => {
  const { account, caller, issuer, audiences, subjects } = binding;
  const unpinned = unpinTrust(role.trustPolicy, {
    provider: managedProvider(policy, account, { issuer }),
    ownAudiences: [placeholderAudience, ...audiences],
    maxLength: policy.perAccount.trustPolicyLength,
    ...(subjects !== undefined && { subjects }),
  });
  if (unpinned.kind === 'unchanged') return undefined;
  try {
    await iam.updateAssumeRolePolicy(role.name, changedDocument(unpinned, account, role.name));
    return 'The placeholder was written back into the trust policy.';
  } catch (error) {
    if (caller === 'own-application' && error instanceof Failure && refusals.has(error.code))
      return `The trust policy stays as it is. ${error.message}`;
    throw error;
  }
};

const refusals: ReadonlySet<string> = new Set<FailureCode>([
  'TrustPolicyRefused',
  'TrustPolicyTooLong',
  'AccessDenied',
]);
