import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { AccountEvents } from '../../federation/ports';
import { putOutcome } from './put-outcome';

/** The default event bus of one account, by a client that has the access role's credentials. */
export const createAccountEvents = (client: EventBridgeClient, account: string): AccountEvents => ({
  publish: (outcome) => putOutcome(client, 'default', outcome, `the default bus of ${account}`),
});
