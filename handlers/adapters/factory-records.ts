import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { BindingRecord, Sighting } from '../../federation/records';
import { clientSettings, type SessionCredentials } from './account-reader';
import { nameOf } from './failures';
import { createFactoryTable } from './table';

/** What the factory's table keeps, read by whoever runs a command. */
export interface FactoryRecords {
  /** The accounts that lifecycle events have told of. */
  readonly accounts: readonly AccountFacts[];
  of(
    account: string,
  ): Promise<{ readonly bindings: readonly BindingRecord[]; readonly sightings: readonly Sighting[] }>;
}

/**
 * The records of the factory; undefined where there is no such table, so that the factory was never deployed.
 * @throws Failure `BindingsNotRead`
 */
export const factoryRecords = async (
  tableName: string,
  region: string,
  credentials: SessionCredentials,
): Promise<FactoryRecords | undefined> => {
  const client = new DynamoDBClient({ region, ...(credentials !== undefined && { credentials }), ...clientSettings });
  const table = createFactoryTable(client, tableName);
  try {
    const accounts = await table.listAccounts();
    return {
      accounts,
      of: async (account) => {
        const [bindings, sightings] = await Promise.all([table.listBindings(account), table.readSightings(account)]);
        return { bindings, sightings };
      },
    };
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return undefined;
    throw new Failure('BindingsNotRead', `The table ${tableName} in ${region} cannot be read (${nameOf(error)}).`, {
      cause: error,
    });
  }
};
