import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../federation/failures';
import type { FactoryTable } from '../../federation/ports';
import { attempt } from './failures';

/** What was counted in an hour is forgotten so many seconds after its end. */
const rememberedSeconds = 86_400;

/**
 * What accounts, and the organization, have spent: one item an hour, each count one write, so that none is lost between two dispatchers. A call
 * that is tried again may count twice: a budget is rather used up early than overrun.
 */
export const createBudgets = (client: DynamoDBDocumentClient, tableName: string): Pick<FactoryTable, 'spend'> => ({
  spend: ({ account, budget, count = 1, now }) =>
    attempt(`The ${budget} of ${account ?? 'the organization'} cannot be counted.`, async () => {
      const hour = new Date(now).toISOString().slice(0, 'YYYY-MM-DDTHH'.length);
      const { Attributes: after } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: account === undefined ? 'ORGANIZATION' : `ACCOUNT#${account}`, sk: `BUDGET#${budget}#${hour}` },
          UpdateExpression: 'ADD spent :count SET expiresAt = :expiresAt',
          ExpressionAttributeValues: {
            ':count': count,
            // In seconds since 1970, as DynamoDB wants it.
            ':expiresAt': Date.parse(`${hour}:00:00Z`) / 1000 + 3600 + rememberedSeconds,
          },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      const spent: unknown = after?.['spent'];
      if (typeof spent === 'number') return spent;
      throw new Failure(
        'Unavailable',
        `The table ${tableName} did not say what ${account ?? 'the organization'} has spent.`,
      );
    }),
});
