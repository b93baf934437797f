import type { CfnCondition, Stack } from 'aws-cdk-lib';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names } from '../../federation/names';
import { onlyWhere } from './exclusion';
import { addPrivateBucket } from './private-bucket';

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
  const { bucket, bucketPolicy } = addPrivateBucket(stack, {
    logicalId: 'Templates',
    bucketName: names.templatesBucket(managementAccount, homeRegion),
    lifecycle: [
      {
        id: 'Uploads',
        status: 'Enabled',
        expirationInDays: keptDays,
        noncurrentVersionExpiration: { noncurrentDays: 1 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ],
    withoutAccessLog: 'It holds templates for a week, which hold no secret; CloudTrail tells who deploys them.',
  });
  onlyWhere(condition, bucket, bucketPolicy);
};
