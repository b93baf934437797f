import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FactoryTable } from '../../federation/ports';
import validateAccountFacts from '../../schemas/generated/records/account-facts.validate';
import validateReconciledPolicy from '../../schemas/generated/records/reconciled-policy.validate';
import validateSharedCaller from '../../schemas/generated/records/shared-caller.validate';
import validateSightings from '../../schemas/generated/records/sightings.validate';
import { createBindings } from './bindings';
import { createBudgets } from './budgets';
import { createConfirmations } from './confirmations';
import { appendDecision } from './decisions';
import { itemsOf, type Key } from './items';
import { createLocks } from './locks';

/**
 * The factory's table. An account's partition (`ACCOUNT#<id>`) holds its bindings (`ROLE#<role in lower case>`), its
 * sightings (`SIGHTINGS`), what it has spent (`BUDGET#…`) and its decisions (`DECISION#ROLE#<role in lower case>#…`, and
 * `DECISION#ACCOUNT#…` for those on the account itself). The facts of all
 * accounts are one partition (`ACCOUNTS`), so that they can be listed; what the organization has spent is in
 * `ORGANIZATION`; each lock, each shared caller and each plan that waits for a confirmation (`PLAN#<hash>`) is a partition
 * of its own, and so is `RECONCILED`.
 */
export const createFactoryTable = (dynamo: DynamoDBClient, tableName: string): FactoryTable => {
  const client = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  const items = itemsOf(client, tableName);
  const { askConfirmation, readConfirmation } = createConfirmations(client, tableName);
  return {
    ...createLocks(client, tableName),
    ...createBindings(client, tableName),
    ...createBudgets(client, tableName),
    askConfirmation,
    readConfirmation,
    readSharedCaller: (uniqueName) => items.read(callerKey(uniqueName), validateSharedCaller),
    writeSharedCaller: (caller) => items.write(callerKey(caller.uniqueName), caller),
    readAccount: (account) => items.read(factsKey(account), validateAccountFacts),
    writeAccount: (account) => items.write(factsKey(account.id), account),
    listAccounts: () => items.list(accounts, '', validateAccountFacts),
    readSightings: async (account) => (await items.read(sightingsKey(account), validateSightings)) ?? [],
    writeSightings: (account, sightings) => items.write(sightingsKey(account), sightings),
    readReconciledPolicy: () => items.read(reconciledKey, validateReconciledPolicy),
    writeReconciledPolicy: (policy) => items.write(reconciledKey, policy),
    recordDecision: (decision) => appendDecision(client, tableName, decision),
  };
};

const accounts = 'ACCOUNTS';
const reconciledKey: Key = { pk: 'RECONCILED', sk: 'POLICY' };
const factsKey = (account: string): Key => ({ pk: accounts, sk: account });
const sightingsKey = (account: string): Key => ({ pk: `ACCOUNT#${account}`, sk: 'SIGHTINGS' });
const callerKey = (uniqueName: string): Key => ({ pk: `CALLER#${uniqueName}`, sk: 'CALLER' });
