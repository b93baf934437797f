import { Failure } from '../../federation/failures';
import { describePause, pauseFor, pauseScopes, type PauseSubject } from '../../federation/pauses';
import { currentFacts } from '../../federation/records';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { isByHand } from '../step';
import type { AccountStepsPorts } from './ports';

type Ports = Pick<AccountStepsPorts, 'table' | 'policy' | 'pauses'>;

/**
 * Holds a step up that is about to write. What somebody does by hand goes on: cutting a binding off, and taking that back.
 * @throws Failure `Paused`
 */
export const requireNoPause = async (request: StepRequest, ports: Ports): Promise<void> => {
  if (isByHand(request)) return;
  const pauses = await ports.pauses.read();
  if (pauses.length === 0) return;
  const pause = pauseFor(await subjectOf(request, ports), pauses);
  if (pause === undefined) return;
  const { account, roleName } = request.event;
  const where = roleName === undefined ? account : `${roleName} in ${account}`;
  throw new Failure('Paused', `The step ${request.step} for ${where} was held up. ${describePause(pause)}`);
};

/** Of an account that nobody knows, no unit is known either, and any of them may be meant. */
const subjectOf = async (
  { event: { account, roleName } }: StepRequest,
  { table, policy }: Ports,
): Promise<PauseSubject> => {
  const facts = currentFacts(await table.readAccount(account), policy.accounts[account]);
  const boundBy = roleName === undefined ? undefined : (await table.readBinding(account, roleName))?.policy;
  return { account, ...(facts !== undefined && { within: pauseScopes(facts, policy, [boundBy]) }) };
};
