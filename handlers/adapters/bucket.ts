import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Failure } from '../../federation/failures';
import type { FactoryBucket } from '../../federation/ports';
import { failureOf } from './failures';

/**
 * The factory's bucket. Nobody in a function may list it, so that S3 answers AccessDenied also for what is not there: the
 * steps read only what their own run has written, and a denial is never taken for an absence.
 */
export const createFactoryBucket = (client: S3Client, bucket: string): FactoryBucket => ({
  read: async (key) => {
    const what = `The object ${key} of the bucket ${bucket} cannot be read.`;
    try {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (body === undefined) throw new Failure('Unavailable', what);
      return await body.transformToString('utf-8');
    } catch (error) {
      throw failureOf(error, what, { NoSuchKey: 'InvalidInput', SlowDown: 'Throttled' });
    }
  },

  write: async (key, text) => {
    try {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' }),
      );
    } catch (error) {
      throw failureOf(error, `The object ${key} of the bucket ${bucket} cannot be written.`, { SlowDown: 'Throttled' });
    }
  },
});
