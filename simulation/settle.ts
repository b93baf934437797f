import type { Cloud, Region, World } from './cloud';
import { SimulationError } from './errors';
import type { EventBridge } from './eventbridge';
import { roleSession, type Authorizer } from './iam';
import { at, listOf, textOf } from './json';
import type { EventSourceMapping, Lambda } from './lambda';
import { inSomeOrder } from './reorder';
import { everybodyWaits, type Scheduler } from './scheduler';
import type { StepFunctions } from './step-functions';

/** What moves by itself in the local organization. */
export interface Movers {
  readonly world: World;
  readonly cloud: Cloud;
  readonly authorizer: Authorizer;
  readonly eventBridge: EventBridge;
  readonly lambda: Lambda;
  readonly scheduler: Scheduler;
  readonly stepFunctions: StepFunctions;
}

/** When to give up. */
export interface SettleBounds {
  /** Pieces of work. */
  readonly rounds: number;
  /** On the virtual clock. */
  readonly days: number;
  /** Up to when it goes on; what is due later waits. Until nothing is left, unless given. */
  readonly until?: Date;
}

/** How long it took to come to rest. */
export interface Settled {
  readonly rounds: number;
  /** On the virtual clock. */
  readonly seconds: number;
}

/**
 * Delivers and works on everything that is due, and goes on to whatever is due next, until nothing is left.
 * @throws SimulationError `not-at-rest` where that does not happen within the bounds.
 */
export const settle = async (movers: Movers, bounds: SettleBounds): Promise<Settled> => {
  try {
    return await comeToRest(movers, bounds);
  } catch (error) {
    await movers.scheduler.stop(new SimulationError('not-at-rest', 'The story has been broken off.', { cause: error }));
    throw error;
  }
};

const comeToRest = async (movers: Movers, bounds: SettleBounds): Promise<Settled> => {
  const { clock } = movers.world;
  const start = clock.now().getTime();
  for (let rounds = 0; rounds < bounds.rounds; rounds += 1) {
    await everybodyWaits();
    movers.stepFunctions.check();
    if (await advance(movers)) continue;

    const next = nextTime(movers);
    const isLater = next !== undefined && bounds.until !== undefined && next > bounds.until;
    if (next === undefined || isLater) {
      const waiting = movers.stepFunctions.executions().find((execution) => execution.status === 'RUNNING');
      if (waiting === undefined || isLater) {
        clock.advanceTo(bounds.until ?? clock.now());
        return { rounds, seconds: (clock.now().getTime() - start) / 1000 };
      }
      // A pause that the interpreter makes by itself, on the real clock.
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    if (next.getTime() - start > bounds.days * 24 * 3600 * 1000) break;
    clock.advanceTo(next);
  }
  throw new SimulationError('not-at-rest', `The local organization does not come to rest: ${whatGoesOn(movers)}.`);
};

/** Does one thing; false where nothing is due. */
const advance = async (movers: Movers): Promise<boolean> => {
  if (movers.eventBridge.deliverNext()) return true;
  for (const region of movers.cloud.readers()) {
    for (const mapping of region.mappings.values()) {
      if (await poll(movers, region, mapping)) return true;
    }
  }
  return (await movers.scheduler.runNext()) || (await movers.scheduler.wakeDue());
};

/** Hands a batch of a queue to the function that reads it; false where nothing is visible. */
const poll = async (
  { world, cloud, authorizer, lambda }: Movers,
  region: Region,
  mapping: EventSourceMapping,
): Promise<boolean> => {
  const queue = cloud.queue(mapping.queueArn);
  const deployed = cloud.function(mapping.functionArn);
  if (queue === undefined || deployed === undefined) return false;
  const next = queue.nextVisible();
  if (next === undefined || next > world.clock.now()) return false;

  const role = roleSession(deployed.roleArn, deployed.name);
  for (const operation of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
    authorizer.require(role, `sqs:${operation}`, mapping.queueArn);
  world.calls.count('sqs', 'ReceiveMessage');
  const deadLetterArn = queue.properties.redrive?.deadLetterArn;
  const messages = queue.receive(
    mapping.batchSize,
    deadLetterArn === undefined ? undefined : cloud.queue(deadLetterArn),
    (visible) => inSomeOrder(visible, world.faults),
  );
  if (messages.length === 0) return true;

  const answer = await lambda
    .invoke(mapping.functionArn, {
      Records: messages.map(({ messageId, body, receiveCount }) => ({
        messageId,
        body,
        attributes: { ApproximateReceiveCount: String(receiveCount) },
        eventSource: 'aws:sqs',
        eventSourceARN: mapping.queueArn,
        awsRegion: region.name,
      })),
    })
    .catch((error: unknown) => {
      // A function that fails as a whole leaves its whole batch in the queue.
      if (error instanceof SimulationError) throw error;
      return undefined;
    });
  if (answer === undefined) return true;
  const failures = listOf(at(answer, 'batchItemFailures')).map((failure) => textOf(at(failure, 'itemIdentifier')));
  const done = messages
    .map(({ messageId }) => messageId)
    .filter((id) => !mapping.reportsFailures || !failures.includes(id));
  if (done.length > 0) world.calls.count('sqs', 'DeleteMessageBatch');
  queue.delete(done);
  return true;
};

/** When something is due that is not due now. */
const nextTime = ({ cloud, eventBridge, scheduler }: Movers): Date | undefined => {
  const queues = cloud
    .regions()
    .flatMap((region) => [...region.mappings.values()].map((mapping) => cloud.queue(mapping.queueArn)?.nextVisible()));
  const times = [scheduler.nextWake(), eventBridge.nextDue(), ...queues]
    .filter((time) => time !== undefined)
    .map((time) => time.getTime());
  return times.length === 0 ? undefined : new Date(Math.min(...times));
};

const whatGoesOn = ({ cloud, stepFunctions }: Movers): string => {
  const running = stepFunctions.executions().filter((execution) => execution.status === 'RUNNING');
  const queued = cloud
    .regions()
    .flatMap((region) =>
      [...region.mappings.values()].flatMap((mapping) => cloud.queue(mapping.queueArn)?.messages() ?? []),
    );
  const first = running[0]?.arn ?? queued[0]?.body.slice(0, 200) ?? 'nothing';
  return `${running.length} executions run and ${queued.length} messages wait; the first is ${first}`;
};
