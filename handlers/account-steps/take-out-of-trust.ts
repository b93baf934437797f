import { Failure, type FailureCode } from '../../federation/failures';
import { placeholderAudience } from '../../federation/names';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import type { BindingRecord } from '../../federation/records';
import { isLive } from '../../federation/standing';
import { unpinTrust } from '../../federation/trust/unpin';
import { managedProvider } from '../../federation/verdict';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { record, type Said } from './decisions';
import type { AccountStepsPorts } from './ports';
import { changedDocument } from './steps/role-bind-trust';

/**
 * Writes the placeholder back into a role's own statements, if anything else stands there; other statements stay. Where
 * IAM takes no document for this role, because another statement breaks a rule or the access role may no longer write
 * there, the statement of a role with a caller of its own stays as it is: it admits nobody without that caller, which
 * goes all the same. A caller that stays could still use it, so that it must be written, or the run fails. Of a binding
 * that has ended, what is left admits nobody either. Answers whether the trust policy was written.
 */
export const takeOutOfTrust = async (
  role: ObservedRole,
  binding: BindingRecord,
  iam: AccountIam,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<boolean> => {
  const done = await writePlaceholder(role, binding, iam, ports);
  if (done !== undefined) await record(request, { ...done, roleName: role.name }, ports);
  return done?.trust !== undefined;
};

/** Says what was done; undefined where there was nothing to do. */
const writePlaceholder = async (
  role: ObservedRole,
  binding: BindingRecord,
  iam: AccountIam,
  { policy }: AccountStepsPorts,
): Promise<Said | undefined> => {
  const { account, issuer, audiences, subjects } = binding;
  const isHarmless = binding.caller === 'own-application' || !isLive(binding);
  const unpinned = unpinTrust(role.trustPolicy, {
    provider: managedProvider(policy, account, { issuer }),
    ownAudiences: [placeholderAudience, ...audiences],
    maxLength: policy.perAccount.trustPolicyLength,
    ...(subjects !== undefined && { subjects }),
  });
  if (unpinned.kind === 'unchanged') return undefined;
  try {
    const after = changedDocument(unpinned, account, role.name);
    const written = [await iam.updateAssumeRolePolicy(role.name, after)];
    const reasons = ['The placeholder was written back into the trust policy.'];
    return { decision: 'unbound', reasons, trust: { before: role.trustPolicy, after }, written };
  } catch (error) {
    if (isHarmless && error instanceof Failure && refusals.has(error.code))
      return { decision: 'unbound', reasons: [`The trust policy stays as it is. ${error.message}`] };
    throw error;
  }
};

const refusals: ReadonlySet<string> = new Set<FailureCode>([
  'TrustPolicyRefused',
  'TrustPolicyTooLong',
  'AccessDenied',
]);
