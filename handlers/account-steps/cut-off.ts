import { Failure, type FailureCode } from '../../federation/failures';
import { bindingParameter, names } from '../../federation/names';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam, Written } from '../../federation/ports';
import type { BindingRecord } from '../../federation/records';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { AccountStepsPorts } from './ports';
import { takeOutOfTrust } from './take-out-of-trust';

/** What became of it: whether the account let all of it be done, and the calls that denied sessions. */
export interface CutOff {
  readonly isComplete: boolean;
  readonly written: readonly Written[];
}

/**
 * Cuts a revoked binding off in its account: denies everything to sessions already issued, writes the placeholder back,
 * and takes away what is published for templates. It is done anew whenever the role is looked at. What stands in the way
 * of one of these does not keep the others from being done.
 */
export const cutOff = async (
  binding: BindingRecord,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<CutOff> => {
  const { account, roleName } = binding;
  const written: Written[] = [];
  const { accounts } = ports;
  let found: { readonly iam: AccountIam; readonly role: ObservedRole } | undefined;
  const done = [
    await unlessKeptOut(async () => {
      const iam = await accounts.open(account);
      const role = await iam.getRole(roleName);
      if (role === undefined) return;
      found = { iam, role };
      written.push(await iam.attachRolePolicy(role.name, names.revokedSessionsPolicy));
    }),
    await unlessKeptOut(async () => {
      if (found !== undefined) await takeOutOfTrust(found.role, binding, found.iam, request, ports);
    }),
    await unlessKeptOut(async () => {
      await (await accounts.parameters(account)).remove(bindingParameter(roleName));
    }),
  ];
  return { isComplete: !done.includes(false), written };
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
