import { Fn, type Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from './acknowledge';
import { policyDocument, tlsOnly } from './policy-document';

/** A bucket, and what is particular to it. */
export interface PrivateBucketSettings {
  readonly logicalId: string;
  readonly bucketName: string;
  readonly lifecycle: readonly CfnBucket.RuleProperty[];
  /** Why it needs no access log, in a sentence or two. */
  readonly withoutAccessLog: string;
}

/** Adds a bucket that is closed to the public, encrypted, versioned, and reached over TLS only; with its policy. */
export const addPrivateBucket = (
  stack: Stack,
  { logicalId, bucketName, lifecycle, withoutAccessLog }: PrivateBucketSettings,
): { readonly bucket: CfnBucket; readonly bucketPolicy: CfnBucketPolicy } => {
  const bucket = new CfnBucket(stack, logicalId, {
    bucketName,
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
    lifecycleConfiguration: { rules: [...lifecycle] },
  });
  acknowledge(bucket, 'S1', withoutAccessLog);
  const bucketPolicy = new CfnBucketPolicy(stack, `${logicalId}Policy`, {
    bucket: bucket.ref,
    policyDocument: policyDocument(tlsOnly('s3:*', [bucket.attrArn, Fn.join('', [bucket.attrArn, '/*'])])),
  });
  return { bucket, bucketPolicy };
};
