import type { FactoryBucket } from '../../federation/ports';
import { called } from './called';
import { variable, type RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';

/** The factory's bucket, with the rights that the function has. */
export const factoryBucket = (running: RunningFunction, { s3 }: Surroundings): FactoryBucket => {
  const name = variable(running, 'BUCKET_NAME');
  const { instance, principal } = running;
  return {
    read: (key) =>
      called(`The object ${key} of the bucket ${name} cannot be read.`, () => {
        instance.before('s3', 'GetObject');
        return s3.getObject(principal, name, key);
      }),
    write: (key, text) =>
      called(`The object ${key} of the bucket ${name} cannot be written.`, () => {
        instance.before('s3', 'PutObject');
        s3.putObject(principal, name, key, text);
      }),
  };
};
