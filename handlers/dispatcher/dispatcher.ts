import type { WorkflowEvent } from '../../schemas/generated/events/workflow-input.types';
import { spendOn, type BudgetPorts } from './budget';
import { readIntake, type EventIntake, type Intake, type IntakeTrust } from './intake';
import { startUnderLock } from './start';

/** What the dispatcher asks of the world, and whom it believes. */
export type DispatcherPorts = IntakeTrust & BudgetPorts;

/** A message of the intake queue, as far as the dispatcher reads it. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: {
    /** How often it has been received, this time included; SQS gives it as text. */
    readonly ApproximateReceiveCount?: string;
    /** When it came into the queue, in milliseconds since 1970; SQS gives it as text. */
    readonly SentTimestamp?: string;
  };
}

/** A batch from the intake queue. */
export interface QueueBatch {
  readonly Records: readonly QueueRecord[];
}

/** The messages of a batch that stay in the queue and come again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What became of a message. */
export type Dispatched =
  'started' | 'ended' | 'held' | 'superseded' | 'over-budget' | 'ignored' | 'unreadable' | 'failed';

/** Hears of each message and what became of it; `error` where it failed. */
export type DispatchListener = (
  messageId: string,
  dispatched: Dispatched,
  detail: { readonly why?: string; readonly error?: unknown },
) => void;

/**
 * The function behind the intake queue: starts the workflow of each event under its subject's lock, and gives the lock
 * back when the execution ends. A message that cannot be worked on now stays in the queue; one that cannot be read ends
 * in the dead-letter queue. Nothing is dropped but what a newer event or a reconcile of its account stands in for, or what
 * is not for the factory.
 */
export const createDispatcher =
  (ports: DispatcherPorts, listener: DispatchListener = () => undefined) =>
  async (batch: QueueBatch): Promise<BatchAnswer> => {
    const failed: { itemIdentifier: string }[] = [];
    for (const record of batch.Records) {
      const { messageId } = record;
      const { dispatched, ...detail } = await dispatchSafely(record, ports);
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

const dispatchSafely = async (record: QueueRecord, ports: DispatcherPorts): Promise<Result> => {
  try {
    return await dispatch(readIntake(record.body, ports), record, ports);
  } catch (error) {
    return { dispatched: 'failed', error };
  }
};

const dispatch = async (intake: Intake, record: QueueRecord, ports: DispatcherPorts): Promise<Result> => {
  switch (intake.kind) {
    case 'ignored':
      return { dispatched: 'ignored', why: intake.why };
    case 'unreadable':
      return { dispatched: await unreadable(intake.from, record, ports), why: intake.why };
    case 'ended':
      await ports.table.releaseLock(intake.subject, intake.execution);
      return { dispatched: 'ended' };
    case 'event':
      return start(intake, record, ports);
  }
};

/**
 * What cannot be read comes again until it is in the dead-letter queue, for a day: of an account only as much of it as its
 * budget has, so that it cannot fill the queue for all others.
 */
const unreadable = async (
  from: string | undefined,
  record: QueueRecord,
  ports: DispatcherPorts,
): Promise<'unreadable' | 'over-budget' | 'held'> => {
  if (from === undefined || isRedelivered(record)) return 'unreadable';
  const budget = await spendOn({ account: from }, ports);
  return budget === 'within' ? 'unreadable' : budget;
};

const start = async (
  { subject, event: told, isMetered }: EventIntake,
  record: QueueRecord,
  ports: DispatcherPorts,
): Promise<Result> => {
  const event = isMetered ? notAhead(told, record, ports) : told;
  const unrouted: Result = { dispatched: 'ignored', why: `no workflow is for ${event.trigger}` };
  if (!ports.workflows.routes(event.trigger)) return unrouted;
  // What waits for a lock is received again and again, and is one event all the same.
  if (isMetered && !isRedelivered(record)) {
    const budget = await spendOn(event, ports);
    if (budget !== 'within') return { dispatched: budget };
  }
  const started = await startUnderLock(subject, event, ports);
  return started === 'unrouted' ? unrouted : { dispatched: started };
};

/**
 * What an account tells happened before it came into the queue. The administrators of a vended account can forward a time
 * to come, by which everything that is asked for later would seem overtaken.
 */
const notAhead = (
  event: WorkflowEvent,
  { attributes }: QueueRecord,
  { clock }: Pick<DispatcherPorts, 'clock'>,
): WorkflowEvent => {
  const sentAt = attributes?.SentTimestamp;
  const latest = sentAt === undefined ? clock.now() : new Date(Number(sentAt));
  return Date.parse(event.time) > latest.getTime() ? { ...event, time: latest.toISOString() } : event;
};

const isRedelivered = ({ attributes }: QueueRecord): boolean => Number(attributes?.ApproximateReceiveCount ?? 1) > 1;
