import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FactoryTable, LockAnswer, LockHolder, LockRequest } from '../../federation/ports';
import { attempt, failureOf, nameOf } from './failures';

/** A lock that nobody has asked for in so many days is forgotten. */
const rememberedDays = 7;

/**
 * The locks: one item a subject, with the execution that holds it (`heldBy`, since `takenAt`), the ARN of the last
 * execution whose ARN was given, the time of the newest event seen, and the execution that ended last. Every change is one conditional write, so that two dispatchers never both get a lock.
 */
export const createLocks = (
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<FactoryTable, 'acquireLock' | 'takeOverLock' | 'releaseLock'> => ({
  acquireLock: async (request) => {
    try {
      const before = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(request.subject),
          UpdateExpression: taking(request),
          ConditionExpression:
            '(attribute_not_exists(heldBy) OR heldBy = :execution OR leaseUntil < :now) AND ' +
            '(attribute_not_exists(eventTime) OR eventTime <= :eventTime) AND ' +
            '(attribute_not_exists(endedLast) OR endedLast <> :execution)',
          ExpressionAttributeValues: valuesOf(request),
          ReturnValues: 'ALL_OLD',
        }),
      );
      return { kind: before.Attributes?.['heldBy'] === request.execution ? 'resumed' : 'acquired' };
    } catch (error) {
      if (nameOf(error) !== 'ConditionalCheckFailedException')
        throw failureOf(error, `The lock of ${request.subject} cannot be taken.`);
      return noteEvent(client, tableName, request);
    }
  },

  takeOverLock: (request, { execution, takenAt }) =>
    attempt(`The lock of ${request.subject} cannot be taken over.`, () =>
      isDone(
        client,
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(request.subject),
          UpdateExpression: `${taking(request)}, endedLast = :ended`,
          // Whoever takes a lock up again says so with another time, and keeps it.
          ConditionExpression:
            'heldBy = :ended AND takenAt = :takenAt AND (attribute_not_exists(eventTime) OR eventTime <= :eventTime)',
          ExpressionAttributeValues: { ...valuesOf(request), ':ended': execution, ':takenAt': takenAt },
        }),
      ),
    ),

  releaseLock: async (subject, execution) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(subject),
          UpdateExpression: 'SET endedLast = :execution REMOVE heldBy, leaseUntil, takenAt, executionArn',
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
    ReturnValues: 'ALL_OLD',
  });
  return attempt(`The lock of ${request.subject} cannot be read.`, async () => {
    const noted = await written(client, note);
    if (noted !== undefined) return heldAs(noted);
    return { kind: (await isDone(client, resumption(tableName, request))) ? 'resumed' : 'superseded' };
  });
};

/** What is known of the holder. A lock of an earlier version does not say when it was taken, and falls free by its lease. */
const heldAs = ({ heldBy, takenAt, executionArn }: Item): LockAnswer => {
  if (typeof heldBy !== 'string' || typeof takenAt !== 'string') return { kind: 'held' };
  // The ARN may be that of an earlier holder, where a step has taken the lock since.
  const isOfHolder = typeof executionArn === 'string' && executionArn.endsWith(`:${heldBy}`);
  const holder: LockHolder = { execution: heldBy, takenAt, ...(isOfHolder && { executionArn }) };
  return { kind: 'held', holder };
};

/** Who took the lock and was broken off before it started anything has it still, also if a newer event waits by now. */
const resumption = (tableName: string, { subject, execution, leaseUntil, now }: LockRequest): UpdateCommand =>
  new UpdateCommand({
    TableName: tableName,
    Key: keyOf(subject),
    UpdateExpression: 'SET leaseUntil = :leaseUntil, takenAt = :now',
    ConditionExpression: 'heldBy = :execution',
    ExpressionAttributeValues: { ':execution': execution, ':leaseUntil': leaseUntil, ':now': now },
  });

/** What taking a lock writes; the values are those of `valuesOf`. */
const taking = ({ executionArn }: LockRequest): string =>
  'SET heldBy = :execution, takenAt = :now, leaseUntil = :leaseUntil, eventTime = :eventTime, expiresAt = :expiresAt' +
  (executionArn === undefined ? '' : ', executionArn = :executionArn');

const valuesOf = (request: LockRequest): Readonly<Record<string, string | number>> => ({
  ':execution': request.execution,
  ':leaseUntil': request.leaseUntil,
  ':eventTime': request.eventTime,
  ':now': request.now,
  ':expiresAt': expiryOf(request),
  ...(request.executionArn !== undefined && { ':executionArn': request.executionArn }),
});

type Item = Readonly<Record<string, unknown>>;

/** Makes a conditional write; answers what it asks to be told, and undefined where its condition does not hold. */
const written = async (client: DynamoDBDocumentClient, update: UpdateCommand): Promise<Item | undefined> => {
  try {
    return (await client.send(update)).Attributes ?? {};
  } catch (error) {
    if (nameOf(error) === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
};

const isDone = async (client: DynamoDBDocumentClient, update: UpdateCommand): Promise<boolean> =>
  (await written(client, update)) !== undefined;

/** In seconds since 1970, as DynamoDB wants it. */
const expiryOf = ({ leaseUntil }: LockRequest): number =>
  Math.floor(Date.parse(leaseUntil) / 1000) + rememberedDays * 86_400;

const keyOf = (subject: string): { readonly pk: string; readonly sk: string } => ({
  pk: `LOCK#${subject}`,
  sk: 'LOCK',
});
