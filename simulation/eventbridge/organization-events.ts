import { partitions, type Partition } from '../../federation/partition';
import type { Ids } from '../ids';
import type { JsonObject } from '../json';
import { eventTime, type CloudEvent } from './event';

/** What AWS Organizations says: a call of somebody, or that something it does by itself has ended. */
export type OrganizationHappening =
  | {
      readonly eventName: 'MoveAccount' | 'CloseAccount' | 'RemoveAccountFromOrganization';
      readonly requestParameters: JsonObject;
    }
  | {
      readonly eventName: 'CreateAccountResult' | 'CloseAccountResult' | 'AccountDepartedOrganization';
      readonly serviceEventDetails: JsonObject;
    };

/** An event of AWS Organizations, in the one region of the management account that sees them. */
export const organizationEvent = (
  happening: OrganizationHappening,
  place: { readonly partition: Partition; readonly managementAccount: string },
  ids: Ids,
  now: Date,
): CloudEvent => {
  const time = eventTime(now);
  const { managementAccount: account } = place;
  const region = partitions[place.partition].organizationsEventRegion;
  const isCall = 'requestParameters' in happening;
  return {
    version: '0',
    id: ids.guid('event envelope'),
    source: 'aws.organizations',
    'detail-type': isCall ? 'AWS API Call via CloudTrail' : 'AWS Service Event via CloudTrail',
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: { accountId: account, ...(isCall ? { type: 'IAMUser' } : { invokedBy: 'AWS Internal' }) },
      eventTime: time,
      eventSource: 'organizations.amazonaws.com',
      awsRegion: region,
      eventID: ids.guid('event'),
      readOnly: false,
      eventType: isCall ? 'AwsApiCall' : 'AwsServiceEvent',
      recipientAccountId: account,
      requestParameters: null,
      responseElements: null,
      ...happening,
    },
  };
};
