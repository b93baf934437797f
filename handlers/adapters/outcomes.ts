import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Outcomes } from '../../federation/ports';
import { putOutcome } from './put-outcome';

/** The outcomes bus. */
export const createOutcomes = (client: EventBridgeClient, busName: string): Outcomes => ({
  publish: (outcome) => putOutcome(client, busName, outcome, `the bus ${busName}`),
});
