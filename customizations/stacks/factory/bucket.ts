import { CfnDeletionPolicy, type CfnResource, type Stack } from 'aws-cdk-lib';
import { runsPrefix } from '../../../federation/bucket-keys';
import { names } from '../../../federation/names';
import { addPrivateBucket } from '../private-bucket';
import type { StackInput } from '../stack-input';

/** What belongs to a run is kept for so many days: long enough to find out what it did. */
const runDays = 30;

/** An inventory that a newer one has taken the place of is kept for so many days. */
const noncurrentDays = 14;

/**
 * Adds the bucket. It is retained and has a fixed name as the table has, and is made as late.
 */
export const addBucket = (
  stack: Stack,
  { policy }: StackInput,
  order: { readonly after: readonly CfnResource[]; readonly before: CfnResource },
): void => {
  const { bucket, bucketPolicy } = addPrivateBucket(stack, {
    logicalId: 'Bucket',
    bucketName: names.bucket(policy.factoryAccount, policy.organization.homeRegion),
    lifecycle: [
      { id: 'Runs', status: 'Enabled', prefix: runsPrefix, expirationInDays: runDays },
      {
        id: 'Earlier',
        status: 'Enabled',
        noncurrentVersionExpiration: { noncurrentDays },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ],
    withoutAccessLog:
      'Only the factory reads and writes it; CloudTrail tells of its bucket, and the runs of their objects.',
  });
  for (const one of [bucket, bucketPolicy]) {
    one.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    one.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
  for (const resource of order.after) bucket.addResourceDependency(resource);
  order.before.addResourceDependency(bucketPolicy);
};
