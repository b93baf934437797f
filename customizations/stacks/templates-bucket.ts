import { type CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names } from '../../federation/names';
import { acknowledge } from './acknowledge';
import { onlyWhere } from './exclusion';
import { policyDocument, tlsOnly } from './policy-document';

/** CloudFormation keeps a copy of a template, so that an upload is needed for a moment only. */
const keptDays = 7;

/**
 * The bucket that templates go through which are too long for a call of CloudFormation: those of the factory account carry
 * the code of its functions. It keeps versions, so that the very one that was uploaded can be named.
 */
export const addTemplatesBucket = (
  stack: Stack,
  { organization }: CompiledPolicy,
  condition: CfnCondition | undefined,
): void => {
  const { managementAccount, homeRegion } = organization;
  const bucketName = names.templatesBucket(managementAccount, homeRegion);
  const bucket = new CfnBucket(stack, 'Templates', {
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
    lifecycleConfiguration: {
      rules: [
        {
          id: 'Uploads',
          status: 'Enabled',
          expirationInDays: keptDays,
          noncurrentVersionExpiration: { noncurrentDays: 1 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
  });
  acknowledge(bucket, 'S1', 'It holds templates for a week, which hold no secret; CloudTrail tells who deploys them.');
  const bucketPolicy = new CfnBucketPolicy(stack, 'TemplatesPolicy', {
    bucket: bucket.ref,
    policyDocument: policyDocument(tlsOnly('s3:*', [bucket.attrArn, Fn.join('', [bucket.attrArn, '/*'])])),
  });
  onlyWhere(condition, bucket, bucketPolicy);
};
