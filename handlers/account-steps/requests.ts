import { createHash } from 'node:crypto';
import type { WorkflowRequest } from '../../federation/ports';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { AccountStepsPorts } from './ports';

/** A workflow that a step asks for. */
export type Wanted = Pick<WorkflowRequest, 'trigger' | 'account' | 'roleName'>;

/**
 * Asks for workflows. The id of a request comes from the event at work and from what is asked for, so that a step that is
 * run again asks for nothing twice.
 * @param observedAt a moment before the need was seen.
 */
export const requestWorkflows = async (
  wanted: readonly Wanted[],
  { event }: Pick<StepRequest, 'event'>,
  observedAt: Date,
  { intake }: AccountStepsPorts,
): Promise<void> => {
  if (wanted.length === 0) return;
  await intake.request(
    wanted.map((one) => ({ ...one, id: requestId(event.id, one), observedAt: wholeSeconds(observedAt) })),
  );
};

const requestId = (eventId: string, { trigger, account, roleName = '' }: Wanted): string => {
  const digest = createHash('sha256')
    .update(`${eventId}\n${trigger}\n${account}\n${roleName.toLowerCase()}`)
    .digest('hex');
  return `${eventId.slice(0, 36)}-${digest.slice(0, 20)}`;
};

/** In whole seconds as CloudTrail's times are: what happens from here on is no older. */
const wholeSeconds = (time: Date): string => new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString();
