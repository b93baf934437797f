import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../federation/failures';
import type { FactoryTable } from '../../federation/ports';
import validateBindingRecord from '../../schemas/generated/records/binding-record.validate';
import { failureOf, nameOf } from './failures';
import { itemsOf, type Key } from './items';

/** The bindings: one item a role name, in its account's partition. */
export const createBindings = (
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<FactoryTable, 'readBinding' | 'writeBinding' | 'listBindings'> => {
  const items = itemsOf(client, tableName);
  return {
    readBinding: (account, roleName) => items.read(keyOf(account, roleName), validateBindingRecord),
    listBindings: (account) => items.list(partitionOf(account), prefix, validateBindingRecord),
    writeBinding: async (binding) => {
      const { account, roleName, version } = binding;
      const first = version === 1;
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...keyOf(account, roleName), value: binding },
            ConditionExpression: first ? 'attribute_not_exists(pk)' : '#value.#version = :before',
            ...(!first && {
              ExpressionAttributeNames: { '#value': 'value', '#version': 'version' },
              ExpressionAttributeValues: { ':before': version - 1 },
            }),
          }),
        );
      } catch (error) {
        const what = `The binding of ${roleName} in ${account} cannot be written as version ${version}.`;
        if (nameOf(error) === 'ConditionalCheckFailedException')
          throw new Failure('WorldMoved', what, { cause: error });
        throw failureOf(error, what);
      }
    },
  };
};

const prefix = 'ROLE#';
const partitionOf = (account: string): string => `ACCOUNT#${account}`;
const keyOf = (account: string, roleName: string): Key => ({
  pk: partitionOf(account),
  sk: `${prefix}${roleName.toLowerCase()}`,
});
