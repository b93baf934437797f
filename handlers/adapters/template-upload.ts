import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Failure } from '../../federation/failures';
import type { Partition } from '../../federation/partition';
import { commandCall } from './command-calls';
import { nameOf } from './failures';
import { stackSetCodes, type UploadTemplate } from './stack-sets';

/** What the host names of AWS end with. */
const suffixes: Readonly<Record<Partition, string>> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-eusc': 'amazonaws.eu',
};

/**
 * Puts templates into a bucket of the management account, under the hash of their bytes. It must be that account's own:
 * the name of a bucket can be anybody's. The URL names the very version that was put there, so that whoever else may write
 * into the bucket cannot hand CloudFormation another template. Source: the CloudFormation user guide, «Create a stack from
 * the CloudFormation console», which has the form of such a URL.
 */
export const templateUpload =
  (
    client: S3Client,
    place: { readonly bucket: string; readonly owner: string; readonly region: string; readonly partition: Partition },
  ): UploadTemplate =>
  (template) =>
    commandCall(`PutObject in the bucket ${place.bucket}`, stackSetCodes, async () => {
      const key = `${createHash('sha256').update(template).digest('hex')}.json`;
      let version: string | undefined;
      try {
        const put = await client.send(
          new PutObjectCommand({
            Bucket: place.bucket,
            Key: key,
            Body: template,
            ContentType: 'application/json',
            ExpectedBucketOwner: place.owner,
          }),
        );
        version = put.VersionId;
      } catch (error) {
        if (nameOf(error) !== 'NoSuchBucket') throw error;
        const what = `There is no bucket ${place.bucket} for templates. \`oidc-factory deploy hook\` makes it.`;
        throw new Failure('StackSetsNotDeployed', what, { cause: error });
      }
      // A bucket whose versions are suspended calls each of them `null`.
      if (version === undefined || version === 'null') {
        const what = `The bucket ${place.bucket} keeps no versions of templates. \`oidc-factory deploy hook\` makes it keep them.`;
        throw new Failure('StackSetsNotDeployed', what);
      }
      const host = `${place.bucket}.s3.${place.region}.${suffixes[place.partition]}`;
      return `https://${host}/${key}?versionId=${encodeURIComponent(version)}`;
    });
