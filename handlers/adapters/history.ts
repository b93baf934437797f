import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { STSClient } from '@aws-sdk/client-sts';
import { Failure } from '../../federation/failures';
import type { History } from '../../federation/history';
import type { Decision } from '../../federation/records';
import validateDecision from '../../schemas/generated/records/decision.validate';
import { decisionsOf } from './decisions';
import { callingFactory } from './factory-errors';
import { callerIdentity } from './pause-store';

/** The decision log, with the credentials of whoever runs a command; a role's lines are read page by page, and no others. */
export const createHistory = (dynamo: DynamoDBClient, sts: STSClient, tableName: string): History => {
  const client = DynamoDBDocumentClient.from(dynamo);
  return {
    identity: () => callerIdentity(sts),
    ofRole: (account, roleName) =>
      callingFactory('dynamodb:Query', `the table ${tableName}`, async () => {
        const pages = paginateQuery(
          { client },
          {
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': `ACCOUNT#${account}`, ':prefix': decisionsOf(roleName) },
          },
        );
        const found: Decision[] = [];
        for await (const page of pages) for (const item of page.Items ?? []) found.push(decisionIn(item));
        return found;
      }),
  };
};

const decisionIn = (item: Readonly<Record<string, unknown>>): Decision => {
  const value = item['value'];
  if (validateDecision(value)) return value;
  throw new Failure('FactoryUnreachable', `The line ${String(item['sk'])} of the log was written by another version.`);
};
