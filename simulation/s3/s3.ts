import type { CallCounter } from '../calls';
import type { Cloud } from '../cloud';
import { AwsError } from '../errors';
import type { Authorizer, Principal } from '../iam';

/** S3. Buckets are found by their names alone, as they are one name space. */
export class S3 {
  constructor(
    private readonly calls: CallCounter,
    private readonly cloud: Cloud,
    private readonly authorizer: Authorizer,
  ) {}

  /**
   * An object, as a principal reads it. Nobody here may list the bucket, so that what is not there is denied.
   * @throws AwsError `AccessDenied`, `NoSuchBucket`.
   */
  getObject(principal: Principal, bucket: string, key: string): string {
    const objects = this.#asked(principal, 'GetObject', bucket, key);
    const text = objects.get(key);
    if (text === undefined) throw new AwsError('AccessDenied', `${principal.arn} may not list ${bucket}; no ${key}.`);
    return text;
  }

  /** @throws AwsError `AccessDenied`, `NoSuchBucket`. */
  putObject(principal: Principal, bucket: string, key: string, text: string): void {
    this.#asked(principal, 'PutObject', bucket, key).set(key, text);
  }

  #asked(principal: Principal, operation: string, bucket: string, key: string): Map<string, string> {
    this.calls.count('s3', operation);
    const found = this.cloud.bucket(bucket);
    if (found === undefined) throw new AwsError('NoSuchBucket', `The bucket ${bucket} does not exist.`);
    this.authorizer.require(principal, `s3:${operation}`, `arn:${found.partition}:s3:::${bucket}/${key}`);
    return found.objects;
  }
}
