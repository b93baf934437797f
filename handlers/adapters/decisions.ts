import { createHash } from 'node:crypto';
import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Decision } from '../../federation/records';
import { attempt, nameOf } from './failures';
import type { Key } from './items';

/**
 * Where a line of the log is: under its role, or its account, in the order of the events that led to it. What is said is
 * part of the key, so that a step that is run again adds nothing where it comes to the same, and a line where it does not.
 */
export const decisionKey = (decision: Decision): Key => {
  const { account, roleName, execution, step, event, at: _at, ...said } = decision;
  const digest = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
  const whose = roleName === undefined ? 'DECISION#ACCOUNT#' : decisionsOf(roleName);
  return { pk: `ACCOUNT#${account}`, sk: `${whose}${event.time}#${execution}#${step}#${digest}` };
};

/** What the sort keys of a role's lines begin with; IAM takes role names for the same whatever their case. */
export const decisionsOf = (roleName: string): string => `DECISION#ROLE#${roleName.toLowerCase()}#`;

/** Adds a line to the log, and never writes over one. */
export const appendDecision = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  decision: Decision,
): Promise<void> => {
  await attempt(`The table ${tableName} cannot be written.`, async () => {
    const item = { ...decisionKey(decision), value: decision };
    try {
      await client.send(
        new PutCommand({ TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(sk)' }),
      );
    } catch (error) {
      if (nameOf(error) !== 'ConditionalCheckFailedException') throw error;
    }
  });
};
