import { leaseUntil } from '../../federation/leases';
import type { Clock, FactoryTable, Workflows } from '../../federation/ports';
import { lockFor } from './lock-for';
import type { WorkflowEvent } from '../../schemas/generated/events/workflow-input.types';

/** What starting a workflow asks of the world. */
export interface StartPorts {
  readonly table: Pick<FactoryTable, 'acquireLock' | 'takeOverLock' | 'releaseLock'>;
  readonly workflows: Workflows;
  readonly clock: Clock;
}

/** Starts the workflow of an event under its subject's lock; `unrouted`: no workflow is for it. */
export const startUnderLock = async (
  subject: string,
  event: WorkflowEvent,
  ports: StartPorts,
): Promise<'started' | 'held' | 'superseded' | 'unrouted'> => {
  const { table, workflows, clock } = ports;
  if (!workflows.routes(event.trigger)) return 'unrouted';
  const now = clock.now();
  const execution = `${event.id}-1`;
  const executionArn = workflows.executionArn(event.trigger, execution);
  const answer = await lockFor(
    {
      subject,
      execution,
      ...(executionArn !== undefined && { executionArn }),
      eventTime: event.time,
      now: now.toISOString(),
      leaseUntil: leaseUntil(event.trigger, now),
    },
    event.trigger,
    ports,
  );
  if (answer === 'held' || answer === 'superseded') return answer;

  const started = await workflows.start(event.trigger, execution, { event });
  // A lock that was free, for an execution that was there before: it has ended, and nobody else would give the lock back.
  if (started === 'unrouted' || (started === 'exists' && answer === 'acquired'))
    await table.releaseLock(subject, execution);
  return started === 'unrouted' ? 'unrouted' : 'started';
};
