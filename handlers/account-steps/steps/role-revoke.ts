import { Failure, type FailureCode } from '../../../federation/failures';
import { names } from '../../../federation/names';
import type { BindingRecord } from '../../../federation/records';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';
import { roleOf } from '../../step';
import { accountStep, type AccountStepsPorts } from '../ports';
import { writeOver } from '../records';
import { takeOutOfTrust } from '../take-out-of-trust';
import type { StepOutputs } from '../../step';

/**
 * Cuts a binding off at once. It waits for no lock: the record comes first, so that a workflow that is binding the role
 * at this moment finds its own write refused, and starts over to find the binding revoked. The denial of sessions stays
 * attached until the revocation is lifted. An account that keeps the factory out does not keep the caller from being
 * disabled, which comes next.
 */
export const roleRevoke = accountStep(
  'role.revoke',
  async ({ request }, ports): Promise<StepOutputs<'role.revoke'>> => {
    const binding = await mark(request, ports);
    if (binding === undefined) return { revoked: 'no', identityProvider: null, uniqueName: null };
    const { identityProvider, caller, uniqueName } = binding;
    return {
      revoked: (await cutOff(binding, request, ports)) ? 'yes' : 'in-part',
      identityProvider,
      // A caller that roles share stays for the others; one that the YAML names is not the factory's.
      uniqueName: caller === 'own-application' ? (uniqueName ?? null) : null,
    };
  },
);

/** Says whether the account let all of it be done. */
const cutOff = async (binding: BindingRecord, request: StepRequest, ports: AccountStepsPorts): Promise<boolean> => {
  try {
    const iam = await ports.accounts.open(binding.account);
    const role = await iam.getRole(binding.roleName);
    if (role === undefined) return true;
    await takeOutOfTrust(role, binding, iam, request, ports);
    await iam.attachRolePolicy(role.name, names.revokedSessionsPolicy);
    return true;
  } catch (error) {
    if (error instanceof Failure && keptOut.has(error.code)) return false;
    throw error;
  }
};

const keptOut: ReadonlySet<string> = new Set<FailureCode>(['AccessDenied', 'AccountNotReady', 'RoleQuotaReached']);

/** So often a write is tried again that another execution has overtaken; each try reads anew. */
const attempts = 5;

/** Marks the binding; undefined where there is none. */
const mark = async (request: StepRequest, ports: AccountStepsPorts): Promise<BindingRecord | undefined> => {
  const { account, roleName } = roleOf(request);
  for (let attempt = 1; ; attempt += 1) {
    const binding = await ports.table.readBinding(account, roleName);
    if (binding === undefined || binding.state === 'unbound') return undefined;
    if (binding.state === 'revoked') return binding;
    try {
      return await writeOver(binding, { ...binding, state: 'revoked' }, ports);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'WorldMoved' || attempt === attempts) throw error;
    }
  }
};
