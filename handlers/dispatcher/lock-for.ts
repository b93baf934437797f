import { unaskedSeconds } from '../../federation/leases';
import type { FactoryTable, LockAnswer, LockHolder, LockRequest, Workflows } from '../../federation/ports';
import type { Trigger } from '../../federation/triggers';

/** What getting a lock asks of the world. */
export interface LockPorts {
  readonly table: Pick<FactoryTable, 'acquireLock' | 'takeOverLock'>;
  readonly workflows: Pick<Workflows, 'executionArn' | 'stateOf'>;
}

/**
 * Asks for a lock. The event of an execution's end, on which its lock is given back, can be lost: so where another
 * execution has held the lock for a while, Step Functions is asked whether it still runs, once for each time that a
 * message is received, and the lock of one that has ended is taken over. Nothing else is done on that event.
 */
export const lockFor = async (
  request: LockRequest,
  trigger: Trigger,
  { table, workflows }: LockPorts,
): Promise<LockAnswer['kind']> => {
  const answer = await table.acquireLock(request);
  if (answer.kind !== 'held' || answer.holder === undefined) return answer.kind;
  const { holder } = answer;
  const isFree = (await hasEnded(holder, request, trigger, workflows)) && (await table.takeOverLock(request, holder));
  return isFree ? 'acquired' : 'held';
};

/**
 * Whether the holder of a lock runs no longer and never will. One that Step Functions does not know was never started,
 * if its ARN is known. What a command has started has its lock from a step, which does not know the ARN: it is looked for
 * in the workflow of whoever waits, and that it is not there proves nothing.
 */
const hasEnded = async (
  { execution, executionArn, takenAt }: LockHolder,
  { now }: LockRequest,
  trigger: Trigger,
  workflows: LockPorts['workflows'],
): Promise<boolean> => {
  if (Date.parse(now) - Date.parse(takenAt) < unaskedSeconds * 1000) return false;
  if (executionArn !== undefined) return ['ended', 'absent'].includes(await workflows.stateOf(executionArn));
  const supposed = workflows.executionArn(trigger, execution);
  return supposed !== undefined && (await workflows.stateOf(supposed)) === 'ended';
};
