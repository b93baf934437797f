import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from '../../federation/failures';
import { intakeSource } from '../../federation/names';
import type { IntakeQueue, OnboardingRequest } from '../../federation/ports';
import type { IntakeMessage } from '../../schemas/generated/events/intake-message.types';
import { attempt } from './failures';

/** SQS takes so many messages in one call. */
const batchSize = 10;

/** The factory's own end of the intake queue. */
export const createIntakeQueue = (client: SQSClient, queueUrl: string, factoryAccount: string): IntakeQueue => ({
  requestOnboarding: async (requests) => {
    for (let from = 0; from < requests.length; from += batchSize) {
      const entries = requests.slice(from, from + batchSize).map((request, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(intakeMessage(request, factoryAccount)),
      }));
      await attempt('Roles cannot be handed to the intake queue.', async () => {
        const { Failed: failed = [] } = await client.send(
          new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
        );
        if (failed.length > 0)
          throw new Failure('Unavailable', `The intake queue refused ${failed.length} of ${entries.length} roles.`);
      });
    }
  },
});

/** A request as a message of the intake queue. */
export const intakeMessage = (
  { id, account, roleName, observedAt }: OnboardingRequest,
  factoryAccount: string,
): IntakeMessage => ({
  id,
  source: intakeSource,
  'detail-type': 'Role Observed',
  account: factoryAccount,
  time: observedAt,
  detail: { account, roleName },
});
