/**
 * The resource types of CloudFormation that are played, and those that are known to play no part. A type is a name, what
 * references to it give, and how it is made or changed.
 */
import type { Region } from '../../cloud';
import { computeResourceTypes } from './compute';
import { eventsResourceTypes } from './events';
import { iamResourceTypes } from './iam';
import type { Identity, ResourceType } from './resource-type';
import { storageResourceTypes } from './storage';

/** Types that change nothing in a story: what they record, show or send is for people. */
const silentTypes = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SSM::Parameter',
];

const silent = (type: string): ResourceType => ({
  rank: 0,
  identify: (region, name) => silentIdentity(type, region, name),
  put: () => undefined,
  remove: () => undefined,
});

const silentIdentity = (type: string, region: Region, name: string): Identity => {
  const service = type.split('::')[1]?.toLowerCase() ?? '';
  const arn = type === 'AWS::Logs::LogGroup' ? region.arn('logs', `log-group:${name}:*`) : region.arn(service, name);
  return {
    ref: type === 'AWS::SNS::Topic' ? arn : name,
    attributes: { Arn: arn, TopicArn: arn, TopicName: name, KeyId: name },
  };
};

const silentNameProperties: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SSM::Parameter': 'Name',
};

/** Every known type. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...Object.fromEntries(
    silentTypes.map((type) => {
      const nameProperty = silentNameProperties[type];
      return [type, { ...silent(type), ...(nameProperty !== undefined && { nameProperty }) }];
    }),
  ),
  ...iamResourceTypes,
  ...eventsResourceTypes,
  ...computeResourceTypes,
  ...storageResourceTypes,
};
