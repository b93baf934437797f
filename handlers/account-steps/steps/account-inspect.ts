import { Failure } from '../../../federation/failures';
import { currentFacts, type AccountRecord } from '../../../federation/records';
import { outOfScope } from '../../../federation/verdict';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';
import { knownAccount } from '../inspection';
import { observeFacts } from '../observe-facts';
import { accountStep, type AccountStepsPorts } from '../ports';
import type { StepOutputs } from '../../step';

/**
 * Reads the account from AWS Organizations, and says whether the factory is at work there. The event is only a hint: it
 * counts where AWS Organizations cannot be read and the lock file does not know the account.
 */
export const accountInspect = accountStep(
  'account.inspect',
  async ({ request }, ports): Promise<StepOutputs<'account.inspect'>> => {
    const { account } = request.event;
    const observed = await observeFacts(account, ports);
    if (observed === undefined) await noteHint(request, ports);
    const facts = observed ?? (await knownAccount(account, ports));
    if (facts.departed !== undefined) return { verdict: 'departed' };
    if (outOfScope(facts, ports.policy) !== undefined) return { verdict: 'out-of-scope' };
    await begin(account, ports);
    return { verdict: 'in-scope' };
  },
);

/** What an event says of an account; what was once read of it is not overruled by that. */
const noteHint = async ({ event }: StepRequest, { table, policy }: AccountStepsPorts): Promise<void> => {
  const { account, accountName, organizationalUnitId } = event;
  if (organizationalUnitId === undefined) return;
  const before = await table.readAccount(account);
  const name = accountName ?? currentFacts(before, policy.accounts[account])?.name;
  if (name === undefined || before?.reading !== undefined) return;
  const organizationalUnit = policy.organizationalUnits[organizationalUnitId];
  if (organizationalUnit === undefined) {
    throw new Failure(
      'AccountUnknown',
      `The account ${account} is in ${organizationalUnitId}, which is not in the lock file.`,
    );
  }
  await table.writeAccount({ tags: {}, ...before, id: account, name, organizationalUnit });
};

/** Remembers that the account is to be made ready; what kept the factory out while it was out of scope is over. */
const begin = async (account: string, { table, policy, clock }: AccountStepsPorts): Promise<void> => {
  const record: AccountRecord | undefined = (await table.readAccount(account)) ?? policy.accounts[account];
  if (record === undefined) return;
  const { access, bootstrap, ...rest } = record;
  if (access === undefined && bootstrap !== undefined) return;
  await table.writeAccount({ ...rest, bootstrap: bootstrap ?? { begunAt: clock.now().toISOString() } });
};
