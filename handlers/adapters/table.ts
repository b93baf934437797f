import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../federation/failures';
import type { FactoryTable } from '../../federation/ports';
import validateAccountFacts from '../../schemas/generated/records/account-facts.validate';
import validateBindingRecord from '../../schemas/generated/records/binding-record.validate';
import { attempt } from './failures';
import { createLocks } from './locks';

/**
 * The factory's table. An account's partition (`ACCOUNT#<id>`) holds its facts (`FACTS`), its bindings
 * (`ROLE#<role in lower case>`) and its decisions (`DECISION#<time>#…`); each lock is a partition of its own.
 */
export const createFactoryTable = (dynamo: DynamoDBClient, tableName: string): FactoryTable => {
  const client = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  const read = async <T>(key: Key, validate: (value: unknown) => value is T): Promise<T | undefined> => {
    const { Item: item } = await attempt(`The table ${tableName} cannot be read.`, () =>
      client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })),
    );
    if (item === undefined) return undefined;
    const value: unknown = item['value'];
    if (validate(value)) return value;
    // Taken for absent, what it speaks of would be forgotten and left behind.
    throw new Failure(
      'InvalidInput',
      `The item ${key.pk} ${key.sk} of the table ${tableName} was written by another version.`,
    );
  };
  const write = async (key: Key, value: unknown): Promise<void> => {
    await attempt(`The table ${tableName} cannot be written.`, () =>
      client.send(new PutCommand({ TableName: tableName, Item: { ...key, value } })),
    );
  };
  return {
    ...createLocks(client, tableName),
    readBinding: (account, roleName) => read(bindingKey(account, roleName), validateBindingRecord),
    writeBinding: (binding) => write(bindingKey(binding.account, binding.roleName), binding),
    readAccount: (account) => read(factsKey(account), validateAccountFacts),
    writeAccount: (account) => write(factsKey(account.id), account),
    recordDecision: (decision) =>
      write(
        { pk: `ACCOUNT#${decision.account}`, sk: `DECISION#${decision.at}#${decision.execution}#${decision.step}` },
        decision,
      ),
  };
};

interface Key {
  readonly pk: string;
  readonly sk: string;
}

const bindingKey = (account: string, roleName: string): Key => ({
  pk: `ACCOUNT#${account}`,
  sk: `ROLE#${roleName.toLowerCase()}`,
});
const factsKey = (account: string): Key => ({ pk: `ACCOUNT#${account}`, sk: 'FACTS' });
