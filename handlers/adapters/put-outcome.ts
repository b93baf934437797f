import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Failure } from '../../federation/failures';
import { outcomesSource } from '../../federation/names';
import type { Outcome } from '../../federation/outcomes';
import { attempt, codeOf } from './failures';

/**
 * Puts an outcome on a bus. EventBridge answers well where it refuses an entry, and says so in the entry.
 * @param where the bus, as a message names it.
 */
export const putOutcome = (
  client: EventBridgeClient,
  bus: string,
  { type, detail }: Outcome,
  where: string,
): Promise<void> =>
  attempt(`The outcome ${type} cannot be published on ${where}.`, async () => {
    const { FailedEntryCount: failed = 0, Entries: entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: bus, Source: outcomesSource, DetailType: type, Detail: JSON.stringify(detail) }],
      }),
    );
    if (failed === 0) return;
    const code = entries[0]?.ErrorCode ?? '';
    throw new Failure(codeOf(code) ?? 'Unavailable', `EventBridge refused the outcome ${type} on ${where}: ${code}.`);
  });
