import { leaseSeconds } from '../../federation/leases';
import type { Clock, FactoryTable, Workflows } from '../../federation/ports';
import { readIntake, type Intake, type IntakeTrust } from './intake';

/** What the dispatcher asks of the world, and whom it believes. */
export interface DispatcherPorts extends IntakeTrust {
  readonly table: Pick<FactoryTable, 'acquireLock' | 'releaseLock'>;
  readonly workflows: Workflows;
  readonly clock: Clock;
}

/** A batch from the intake queue, as far as the dispatcher reads it. */
export interface QueueBatch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** The messages of a batch that stay in the queue and come again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What became of a message. */
export type Dispatched = 'started' | 'ended' | 'held' | 'superseded' | 'ignored' | 'unreadable' | 'failed';

/** Hears of each message and what became of it; `error` where it failed. */
export type DispatchListener = (
  messageId: string,
  dispatched: Dispatched,
  detail: { readonly why?: string; readonly error?: unknown },
) => void;

/**
 * The function behind the intake queue: starts the workflow of each event under its subject's lock, and gives the lock
 * back when the execution ends. A message that cannot be worked on now stays in the queue; one that cannot be read ends
 * in the dead-letter queue. Nothing is dropped but what a newer event has overtaken, or what is not for the factory.
 */
export const createDispatcher =
  (ports: DispatcherPorts, listener: DispatchListener = () => undefined) =>
  async (batch: QueueBatch): Promise<BatchAnswer> => {
    const failed: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of batch.Records) {
      const { dispatched, ...detail } = await dispatchSafely(body, ports);
      listener(messageId, dispatched, detail);
      if (['held', 'unreadable', 'failed'].includes(dispatched)) failed.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures: failed };
  };

interface Result {
  readonly dispatched: Dispatched;
  readonly why?: string;
  readonly error?: unknown;
}

const dispatchSafely = async (body: string, ports: DispatcherPorts): Promise<Result> => {
  try {
    return await dispatch(readIntake(body, ports), ports);
  } catch (error) {
    return { dispatched: 'failed', error };
  }
};

const dispatch = async (intake: Intake, ports: DispatcherPorts): Promise<Result> => {
  switch (intake.kind) {
    case 'ignored':
    case 'unreadable':
      return { dispatched: intake.kind, why: intake.why };
    case 'ended':
      await ports.table.releaseLock(intake.subject, intake.execution);
      return { dispatched: 'ended' };
    case 'event':
      return start(intake, ports);
  }
};

const start = async (
  { subject, event }: Extract<Intake, { kind: 'event' }>,
  { table, workflows, clock }: DispatcherPorts,
): Promise<Result> => {
  const unrouted: Result = { dispatched: 'ignored', why: `no workflow is for ${event.trigger}` };
  if (!workflows.routes(event.trigger)) return unrouted;
  const now = clock.now();
  const lease = event.roleName === undefined ? leaseSeconds.account : leaseSeconds.role;
  const execution = `${event.id}-1`;
  const answer = await table.acquireLock({
    subject,
    execution,
    eventTime: event.time,
    now: now.toISOString(),
    leaseUntil: new Date(now.getTime() + lease * 1000).toISOString(),
  });
  if (answer === 'held' || answer === 'superseded') return { dispatched: answer };

  const started = await workflows.start(event.trigger, execution, { event });
  // A lock that was free, for an execution that was there before: it has ended, and nobody else would give the lock back.
  if (started === 'unrouted' || (started === 'exists' && answer === 'acquired'))
    await table.releaseLock(subject, execution);
  return started === 'unrouted' ? unrouted : { dispatched: 'started' };
};
