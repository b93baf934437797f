import { CfnDeletionPolicy, type CfnResource, Fn, type Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { runsPrefix } from '../../../federation/bucket-keys';
import { names } from '../../../federation/names';
import { acknowledge } from '../acknowledge';
import { policyDocument, tlsOnly } from '../policy-document';
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
  const bucket = new CfnBucket(stack, 'Bucket', {
    bucketName: names.bucket(policy.factoryAccount, policy.organization.homeRegion),
    bucketEncryption: {
      serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    },
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    versioningConfiguration: { status: 'Enabled' },
    lifecycleConfiguration: {
      rules: [
        { id: 'Runs', status: 'Enabled', prefix: runsPrefix, expirationInDays: runDays },
        {
          id: 'Earlier',
          status: 'Enabled',
          noncurrentVersionExpiration: { noncurrentDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
  });
  acknowledge(
    bucket,
    'S1',
    'Only the factory reads and writes it; CloudTrail tells of its bucket, and the runs of their objects.',
  );
  const bucketPolicy = new CfnBucketPolicy(stack, 'BucketPolicy', {
    bucket: bucket.ref,
    policyDocument: policyDocument(tlsOnly('s3:*', [bucket.attrArn, Fn.join('', [bucket.attrArn, '/*'])])),
  });
  for (const one of [bucket, bucketPolicy]) {
    one.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    one.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
  for (const resource of order.after) bucket.addResourceDependency(resource);
  order.before.addResourceDependency(bucketPolicy);
};
