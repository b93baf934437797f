import { Failure } from '../../federation/failures';
import { leaseUntil } from '../../federation/leases';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { subjectOf } from '../subjects';
import type { AccountStepsPorts } from './ports';

/**
 * Takes the lock under which revocations of a role, and the lifting of them, run one at a time; it is given back when the
 * execution ends. The command starts their workflows without the dispatcher, so the steps themselves ask.
 *
 * Of a revocation the time is this moment: whatever the clock of whoever asked says, a revocation waits and is never
 * overtaken. Lifting one is `overtaken` where it was asked for before a revocation that has come since.
 * @throws Failure `Locked` while another execution has its turn; `InvalidInput` for an event of another kind, which has
 * another lock.
 */
export const takeRevocationTurn = async (
  { event, execution }: StepRequest,
  { table, clock }: Pick<AccountStepsPorts, 'table' | 'clock'>,
): Promise<'taken' | 'overtaken'> => {
  const isLift = event.trigger === 'role-reinstated';
  if (!isLift && event.trigger !== 'role-revoked') {
    throw new Failure(
      'InvalidInput',
      `The workflow of ${execution} is for ${event.trigger}: a binding is revoked for role-revoked, and reinstated for role-reinstated.`,
    );
  }
  const now = clock.now();
  const nowText = now.toISOString();
  const { kind } = await table.acquireLock({
    subject: subjectOf(event),
    execution,
    // A time to come would hold off what is asked for later.
    eventTime: isLift && event.time < nowText ? event.time : nowText,
    now: nowText,
    leaseUntil: leaseUntil(event.trigger, now),
  });
  if (kind === 'acquired' || kind === 'resumed') return 'taken';
  if (kind === 'superseded' && isLift) return 'overtaken';
  throw new Failure(
    'Locked',
    `Another execution revokes the binding of ${event.roleName ?? event.account}, or lifts that.`,
  );
};
