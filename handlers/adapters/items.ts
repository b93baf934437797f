import { GetCommand, paginateQuery, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../federation/failures';
import { attempt } from './failures';

/** Where an item is. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Whether a value is what an item is to hold. */
export type Validate<T> = (value: unknown) => value is T;

/** Items whose attribute `value` holds what a schema describes. Every read is consistent. */
export interface Items {
  read<T>(key: Key, validate: Validate<T>): Promise<T | undefined>;
  /** All of a partition whose sort key begins with `prefix`, in the order of their sort keys. */
  list<T>(partition: string, prefix: string, validate: Validate<T>): Promise<readonly T[]>;
  write(key: Key, value: unknown): Promise<void>;
}

/** The items of a table. */
export const itemsOf = (client: DynamoDBDocumentClient, tableName: string): Items => {
  const reading = <T>(work: () => Promise<T>): Promise<T> => attempt(`The table ${tableName} cannot be read.`, work);
  const valueOf = <T>(item: Readonly<Record<string, unknown>>, validate: Validate<T>): T => {
    const value = item['value'];
    if (validate(value)) return value;
    // Taken for absent, what it speaks of would be forgotten and left behind.
    throw new Failure(
      'InvalidInput',
      `The item ${String(item['pk'])} ${String(item['sk'])} of the table ${tableName} was written by another version.`,
    );
  };
  return {
    read: (key, validate) =>
      reading(async () => {
        const { Item: item } = await client.send(
          new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
        );
        return item === undefined ? undefined : valueOf({ ...item, ...key }, validate);
      }),

    list: (partition, prefix, validate) =>
      reading(async () => {
        const found = [];
        const pages = paginateQuery(
          { client },
          {
            TableName: tableName,
            ConsistentRead: true,
            KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': partition, ...(prefix !== '' && { ':prefix': prefix }) },
          },
        );
        for await (const page of pages) for (const item of page.Items ?? []) found.push(valueOf(item, validate));
        return found;
      }),

    write: async (key, value) => {
      await attempt(`The table ${tableName} cannot be written.`, () =>
        client.send(new PutCommand({ TableName: tableName, Item: { ...key, value } })),
      );
    },
  };
};
