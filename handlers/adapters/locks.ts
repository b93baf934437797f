import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FactoryTable, LockAnswer, LockRequest } from '../../federation/ports';
import { attempt, failureOf, nameOf } from './failures';

/** A lock that nobody has asked for in so many days is forgotten. */
const rememberedDays = 7;

/**
 * The locks: one item a subject, with the execution that holds it, the time of the newest event seen, and the execution
 * that ended last. Every change is one conditional write, so that two dispatchers never both get a lock.
 */
export const createLocks = (
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<FactoryTable, 'acquireLock' | 'releaseLock'> => ({
  acquireLock: async (request) => {
    try {
      const before = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(request.subject),
          UpdateExpression:
            'SET heldBy = :execution, leaseUntil = :leaseUntil, eventTime = :eventTime, expiresAt = :expiresAt',
          ConditionExpression:
            '(attribute_not_exists(heldBy) OR heldBy = :execution OR leaseUntil < :now) AND ' +
            '(attribute_not_exists(eventTime) OR eventTime <= :eventTime) AND ' +
            '(attribute_not_exists(endedLast) OR endedLast <> :execution)',
          ExpressionAttributeValues: {
            ':execution': request.execution,
            ':leaseUntil': request.leaseUntil,
            ':eventTime': request.eventTime,
            ':now': request.now,
            ':expiresAt': expiryOf(request),
          },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return before.Attributes?.['heldBy'] === request.execution ? 'resumed' : 'acquired';
    } catch (error) {
      if (nameOf(error) !== 'ConditionalCheckFailedException')
        throw failureOf(error, `The lock of ${request.subject} cannot be taken.`);
      return noteEvent(client, tableName, request);
    }
  },

  releaseLock: async (subject, execution) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(subject),
          UpdateExpression: 'SET endedLast = :execution REMOVE heldBy, leaseUntil',
          ConditionExpression: 'heldBy = :execution',
          ExpressionAttributeValues: { ':execution': execution },
        }),
      );
    } catch (error) {
      if (nameOf(error) === 'ConditionalCheckFailedException') return;
      throw failureOf(error, `The lock of ${subject} cannot be given back.`);
    }
  },
});

/** The lock was not to be had: it is held, and this event waits as the newest one, or it has been overtaken. */
const noteEvent = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  request: LockRequest,
): Promise<LockAnswer> => {
  const note = new UpdateCommand({
    TableName: tableName,
    Key: keyOf(request.subject),
    UpdateExpression: 'SET eventTime = :eventTime, expiresAt = :expiresAt',
    // An item that has expired in between has no time: then this event is not overtaken, and comes again.
    ConditionExpression:
      '(attribute_not_exists(eventTime) OR eventTime <= :eventTime) AND ' +
      '(attribute_not_exists(endedLast) OR endedLast <> :execution)',
    ExpressionAttributeValues: {
      ':eventTime': request.eventTime,
      ':execution': request.execution,
      ':expiresAt': expiryOf(request),
    },
  });
  return attempt(`The lock of ${request.subject} cannot be read.`, async () => {
    if (await isDone(client, note)) return 'held';
    return (await isDone(client, resumption(tableName, request))) ? 'resumed' : 'superseded';
  });
};

/** Who took the lock and was broken off before it started anything has it still, also if a newer event waits by now. */
const resumption = (tableName: string, { subject, execution, leaseUntil }: LockRequest): UpdateCommand =>
  new UpdateCommand({
    TableName: tableName,
    Key: keyOf(subject),
    UpdateExpression: 'SET leaseUntil = :leaseUntil',
    ConditionExpression: 'heldBy = :execution',
    ExpressionAttributeValues: { ':execution': execution, ':leaseUntil': leaseUntil },
  });

/** Makes a conditional write; false where its condition does not hold. */
const isDone = async (client: DynamoDBDocumentClient, update: UpdateCommand): Promise<boolean> => {
  try {
    await client.send(update);
    return true;
  } catch (error) {
    if (nameOf(error) === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};

/** In seconds since 1970, as DynamoDB wants it. */
const expiryOf = ({ leaseUntil }: LockRequest): number =>
  Math.floor(Date.parse(leaseUntil) / 1000) + rememberedDays * 86_400;

const keyOf = (subject: string): { readonly pk: string; readonly sk: string } => ({
  pk: `LOCK#${subject}`,
  sk: 'LOCK',
});
