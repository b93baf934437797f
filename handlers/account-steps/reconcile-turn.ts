import { Failure } from '../../federation/failures';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { subjectOf } from '../subjects';
import type { AccountStepsPorts } from './ports';

/**
 * Takes the lock under which the reconciles of an account, and those of the organization, run one at a time. What the
 * dispatcher has started has it already; what a command or another workflow has started asks here.
 *
 * `overtaken`: one that was asked for later stands in for this one, or an earlier attempt of this execution has come to
 * its end.
 * @throws Failure `Locked` while another execution has its turn.
 */
export const takeReconcileTurn = async (
  { event, execution }: StepRequest,
  leaseUntil: (now: Date) => string,
  { table, clock }: Pick<AccountStepsPorts, 'table' | 'clock'>,
): Promise<'taken' | 'overtaken'> => {
  const now = clock.now();
  const subject = subjectOf(event);
  const { kind } = await table.acquireLock({
    subject,
    execution,
    eventTime: event.time,
    now: now.toISOString(),
    leaseUntil: leaseUntil(now),
  });
  if (kind === 'held') throw new Failure('Locked', `Another execution has the lock of ${subject}.`);
  return kind === 'superseded' ? 'overtaken' : 'taken';
};
