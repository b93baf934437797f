import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Failure } from '../../federation/failures';
import { outcomesSource } from '../../federation/names';
import type { Outcomes } from '../../federation/ports';
import { attempt } from './failures';

/** The outcomes bus. */
export const createOutcomes = (client: EventBridgeClient, busName: string): Outcomes => ({
  publish: ({ type, detail }) =>
    attempt(`The outcome ${type} cannot be published.`, async () => {
      const { FailedEntryCount: failed = 0, Entries: entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: [
            { EventBusName: busName, Source: outcomesSource, DetailType: type, Detail: JSON.stringify(detail) },
          ],
        }),
      );
      if (failed > 0)
        throw new Failure('Unavailable', `EventBridge refused the outcome ${type}: ${entries[0]?.ErrorCode ?? ''}.`);
    }),
});
