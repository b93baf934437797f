import { Failure, type FailureCode } from '../../federation/failures';
import { bindingParameter, names } from '../../federation/names';
import type { BindingRecord } from '../../federation/records';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { AccountStepsPorts } from './ports';
import { takeOutOfTrust } from './take-out-of-trust';

/**
 * Cuts a revoked binding off in its account: denies everything to sessions already issued, writes the placeholder back,
 * and takes away what is published for templates. It is done anew whenever the role is looked at. What stands in the way
 * of one of these does not keep the others from being done.
 * @returns whether the account let all of it be done.
 */
export const cutOff = async (
  binding: BindingRecord,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<boolean> => {
  const { account, roleName } = binding;
  const done = [
    await unlessKeptOut(async () => {
      const iam = await ports.accounts.open(account);
      const role = await iam.getRole(roleName);
      if (role !== undefined) await iam.attachRolePolicy(role.name, names.revokedSessionsPolicy);
    }),
    await unlessKeptOut(async () => {
      const iam = await ports.accounts.open(account);
      const role = await iam.getRole(roleName);
      if (role !== undefined) await takeOutOfTrust(role, binding, iam, request, ports);
    }),
    await unlessKeptOut(async () => {
      await (await ports.accounts.parameters(account)).remove(bindingParameter(roleName));
    }),
  ];
  return !done.includes(false);
};

const keptOut: ReadonlySet<string> = new Set<FailureCode>([
  'AccessDenied',
  'AccountNotReady',
  'RoleQuotaReached',
  'TrustPolicyRefused',
  'TrustPolicyTooLong',
  'WorldMoved',
]);

const unlessKeptOut = async (work: () => Promise<void>): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Failure && keptOut.has(error.code)) return false;
    throw error;
  }
};
