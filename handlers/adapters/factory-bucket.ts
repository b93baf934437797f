import { S3Client } from '@aws-sdk/client-s3';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import type { FactoryBucket } from '../../federation/ports';
import { createFactoryBucket } from './bucket';
import { credentialErrors } from './credential-errors';
import { nameOf } from './failures';

/**
 * The factory's bucket, for whoever runs a command.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable` from every call.
 */
export const factoryBucket = (
  { region, factoryAccount }: { readonly region: string; readonly factoryAccount: string },
  client: S3Client = new S3Client({ region }),
): FactoryBucket => {
  const name = names.bucket(factoryAccount, region);
  const bucket = createFactoryBucket(client, name);
  const calling = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      const cause = error instanceof Failure && error.cause !== undefined ? error.cause : error;
      const credentials = credentialErrors.get(nameOf(cause));
      if (credentials !== undefined) throw new Failure('FactoryRefused', credentials, { cause });
      if (error instanceof Failure && error.code === 'AccessDenied')
        throw new Failure('FactoryRefused', `S3 refuses the bucket ${name}.`, { cause });
      throw new Failure('FactoryUnreachable', `The bucket ${name} cannot be reached (${nameOf(cause)}).`, { cause });
    }
  };
  return {
    read: (key) => calling(bucket.read(key)),
    write: (key, text) => calling(bucket.write(key, text)),
  };
};
