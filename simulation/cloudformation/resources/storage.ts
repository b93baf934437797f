import type { ResourceType } from './resource-type';

const bucket: ResourceType = {
  nameProperty: 'BucketName',
  rank: 0,
  identify: (region, name) => ({ ref: name, attributes: { Arn: `arn:${region.partition}:s3:::${name}` } }),
  put: ({ cloud, region, name }) => {
    cloud.addBucket(region, name);
  },
};

/** Its one statement refuses what does not come through TLS, and everything here does. */
const bucketPolicy: ResourceType = {
  rank: 1,
  identify: (_region, name) => ({ ref: name, attributes: {} }),
  put: () => undefined,
  remove: () => undefined,
};

export const storageResourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
};
