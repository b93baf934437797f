import { PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Confirmations } from '../../federation/confirmations';
import type { FactoryTable } from '../../federation/ports';
import type { GuardQuestion } from '../../federation/records';
import validateGuardQuestion from '../../schemas/generated/records/guard-question.validate';
import { attempt, failureOf, nameOf } from './failures';
import { itemsOf, type Key } from './items';

/** A question is forgotten so many days after it was asked; no execution waits that long. */
const keptDays = 30;

/** The questions of guards: one item a plan, named by its hash, in a partition of its own. */
export const createConfirmations = (
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<FactoryTable, 'askConfirmation' | 'readConfirmation'> & Confirmations => {
  const items = itemsOf(client, tableName);
  const read = (plan: string): Promise<GuardQuestion | undefined> => items.read(keyOf(plan), validateGuardQuestion);

  return {
    read,
    readConfirmation: read,

    askConfirmation: async (question) => {
      const { plan, execution, askedAt } = question;
      const expiresAt = Math.floor(Date.parse(askedAt) / 1000) + keptDays * 86_400;
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...keyOf(plan), value: question, expiresAt },
            ConditionExpression: 'attribute_not_exists(pk) OR #value.#execution <> :execution',
            ExpressionAttributeNames: { '#value': 'value', '#execution': 'execution' },
            ExpressionAttributeValues: { ':execution': execution },
          }),
        );
        return question;
      } catch (error) {
        const what = `The confirmation of ${plan} cannot be asked for.`;
        if (nameOf(error) !== 'ConditionalCheckFailedException') throw failureOf(error, what);
        return (await read(plan)) ?? question;
      }
    },

    answer: async ({ plan, execution }, { answer, answeredBy, answeredAt }) => {
      try {
        await attempt(`The plan ${plan} cannot be answered.`, () =>
          client.send(
            new UpdateCommand({
              TableName: tableName,
              Key: keyOf(plan),
              UpdateExpression: 'SET #value.#answer = :answer, #value.answeredBy = :by, #value.answeredAt = :at',
              ConditionExpression: '#value.#execution = :execution AND attribute_not_exists(#value.#answer)',
              ExpressionAttributeNames: { '#value': 'value', '#answer': 'answer', '#execution': 'execution' },
              ExpressionAttributeValues: {
                ':answer': answer,
                ':by': answeredBy,
                ':at': answeredAt,
                ':execution': execution,
              },
            }),
          ),
        );
        return 'answered';
      } catch (error) {
        if (nameOf(error) !== 'ConditionalCheckFailedException') throw error;
        const standing = await read(plan);
        return standing?.execution === execution ? 'answered-already' : 'gone';
      }
    },
  };
};

const keyOf = (plan: string): Key => ({ pk: `PLAN#${plan}`, sk: 'CONFIRMATION' });
