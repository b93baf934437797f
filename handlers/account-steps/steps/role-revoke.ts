import { Failure } from '../../../federation/failures';
import type { BindingRecord } from '../../../federation/records';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';
import { roleOf } from '../../step';
import { accountStep, type AccountStepsPorts } from '../ports';
import { cutOff } from '../cut-off';
import { record } from '../decisions';
import { leftoversOf } from '../leftovers';
import { writeOver } from '../records';
import { takeRevocationTurn } from '../revocation-turn';

import type { StepOutputs } from '../../step';

/**
 * Cuts a binding off at once. It waits for another revocation, but not for the lock of the role: the record comes first, so that a workflow that is binding the role
 * at this moment finds its own write refused, and starts over to find the binding revoked. The denial of sessions stays
 * attached until the revocation is lifted. An account that keeps the factory out does not keep the caller from being
 * disabled, which comes next.
 */
export const roleRevoke = accountStep(
  'role.revoke',
  async ({ request }, ports): Promise<StepOutputs<'role.revoke'>> => {
    await takeRevocationTurn(request, ports);
    const marked = await mark(request, ports);
    if (marked === undefined) return { revoked: 'no', identityProvider: null, uniqueName: null };
    const { binding, isNews } = marked;
    const { isComplete, written } = await cutOff(binding, request, ports);
    const reasons = [
      isComplete
        ? 'The binding is marked as revoked, and its sessions are denied everything.'
        : 'The binding is marked as revoked; the account keeps the factory from a part of cutting it off.',
    ];
    if (isNews) await record(request, { decision: 'cut-off', reasons, written }, ports);
    const { identityProvider, retirement } = await leftoversOf(binding, ports);
    return {
      revoked: isComplete ? (isNews ? 'yes' : 'still') : 'in-part',
      identityProvider,
      // A caller that roles share stays for the others; one that the YAML names is not the factory's.
      uniqueName: retirement.uniqueNames[0] ?? null,
    };
  },
);

/** So often a write is tried again that another execution has overtaken; each try reads anew. */
const attempts = 5;

/** A binding that is marked, as it was before; `isNews`: it was not marked before. */
interface Marked {
  readonly binding: BindingRecord;
  readonly isNews: boolean;
}

/** Marks the binding; undefined where there is none. */
const mark = async (request: StepRequest, ports: AccountStepsPorts): Promise<Marked | undefined> => {
  const { account, roleName } = roleOf(request);
  for (let attempt = 1; ; attempt += 1) {
    const binding = await ports.table.readBinding(account, roleName);
    if (binding === undefined || binding.state === 'unbound') return undefined;
    if (binding.state === 'revoked') return { binding, isNews: false };
    try {
      const { reversals, ...rest } = binding;
      await writeOver(binding, { ...rest, state: 'revoked' }, ports);
      return { binding, isNews: true };
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'WorldMoved' || attempt === attempts) throw error;
    }
  }
};
