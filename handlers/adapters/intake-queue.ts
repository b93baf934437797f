import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from '../../federation/failures';
import { intakeSource } from '../../federation/names';
import type { IntakeQueue, WorkflowRequest } from '../../federation/ports';
import type { IntakeMessage } from '../../schemas/generated/events/intake-message.types';
import type { WorkflowRequestMessage } from '../../schemas/generated/events/workflow-request.types';
import { attempt } from './failures';

/** SQS takes so many messages in one call. */
const batchSize = 10;

/** The factory's own end of the intake queue. */
export const createIntakeQueue = (client: SQSClient, queueUrl: string, factoryAccount: string): IntakeQueue => ({
  request: async (requests) => {
    for (let from = 0; from < requests.length; from += batchSize) {
      const entries = requests.slice(from, from + batchSize).map((request, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(intakeMessage(request, factoryAccount)),
      }));
      await attempt('Workflows cannot be asked for on the intake queue.', async () => {
        const { Failed: failed = [] } = await client.send(
          new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
        );
        if (failed.length > 0)
          throw new Failure('Unavailable', `The intake queue refused ${failed.length} of ${entries.length} requests.`);
      });
    }
  },
});

/** A request as a message of the intake queue. */
export const intakeMessage = (
  { id, trigger, account, roleName, observedAt }: WorkflowRequest,
  factoryAccount: string,
): IntakeMessage => {
  const detail: WorkflowRequestMessage = { trigger, account, ...(roleName !== undefined && { roleName }) };
  return {
    id,
    source: intakeSource,
    'detail-type': 'Workflow Requested',
    account: factoryAccount,
    time: observedAt,
    detail: { ...detail },
  };
};
