import { partitions } from '../../federation/partition';
import type { Partition } from '../../federation/partition';
import type { IamCall, Principal } from '../iam';
import type { Ids } from '../ids';
import type { JsonObject } from '../json';
import { eventTime, type CloudEvent } from './event';

/** A write to IAM as the event that CloudTrail puts on the account's default bus of the partition's IAM event region. */
export const iamCallEvent = (call: IamCall, partition: Partition, ids: Ids, now: Date): CloudEvent => {
  const region = partitions[partition].iamEventRegion;
  const time = eventTime(now);
  return {
    version: '0',
    id: ids.guid('event envelope'),
    source: 'aws.iam',
    'detail-type': 'AWS API Call via CloudTrail',
    account: call.account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: userIdentity(call.principal, time),
      eventTime: time,
      eventSource: 'iam.amazonaws.com',
      eventName: call.eventName,
      awsRegion: region,
      sourceIPAddress: '198.51.100.7',
      userAgent: 'local-organization',
      ...(call.error && { errorCode: errorCodeOf(call.error.code), errorMessage: call.error.message }),
      requestParameters: call.requestParameters,
      responseElements: call.responseElements,
      requestID: call.requestId ?? ids.guid('request'),
      eventID: ids.guid('event'),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: call.account,
      eventCategory: 'Management',
    },
  };
};

/** CloudTrail keeps the exception's name for some errors and shortens it for others. */
const errorCodeOf = (code: string): string => (code === 'AccessDenied' ? code : `${code}Exception`);

/** A session names the role that issued it; an IAM user has no session issuer. */
const userIdentity = (principal: Principal, time: string): JsonObject =>
  principal.kind === 'user'
    ? {
        type: 'IAMUser',
        principalId: `AIDA${principal.userName.toUpperCase()}`,
        arn: principal.arn,
        accountId: principal.account,
        userName: principal.userName,
      }
    : {
        type: 'AssumedRole',
        principalId: `AROA:${principal.sessionName}`,
        arn: principal.arn
          .replace(':iam:', ':sts:')
          .replace(/:role\/.*$/, `:assumed-role/${principal.roleName}/${principal.sessionName}`),
        accountId: principal.account,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROA',
            arn: principal.arn,
            accountId: principal.account,
            userName: principal.roleName,
          },
          attributes: { creationDate: time, mfaAuthenticated: 'false' },
        },
      };

/** A Control Tower lifecycle event of an account that was vended or updated, in the management account's home region. */
export const lifecycleEvent = (
  eventName: 'CreateManagedAccount' | 'UpdateManagedAccount',
  vended: {
    readonly account: { readonly id: string; readonly name: string };
    readonly organizationalUnit: { readonly id: string; readonly name: string };
    readonly managementAccount: string;
    readonly homeRegion: string;
  },
  ids: Ids,
  now: Date,
): CloudEvent => {
  const time = eventTime(now);
  return {
    version: '0',
    id: ids.guid('event envelope'),
    source: 'aws.controltower',
    'detail-type': 'AWS Service Event via CloudTrail',
    account: vended.managementAccount,
    time,
    region: vended.homeRegion,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: { accountId: vended.managementAccount, invokedBy: 'AWS Internal' },
      eventTime: time,
      eventSource: 'controltower.amazonaws.com',
      eventName,
      awsRegion: vended.homeRegion,
      sourceIPAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
      eventID: ids.guid('event'),
      readOnly: false,
      eventType: 'AwsServiceEvent',
      recipientAccountId: vended.managementAccount,
      serviceEventDetails: {
        [eventName === 'CreateManagedAccount' ? 'createManagedAccountStatus' : 'updateManagedAccountStatus']: {
          organizationalUnit: {
            organizationalUnitName: vended.organizationalUnit.name,
            organizationalUnitId: vended.organizationalUnit.id,
          },
          account: { accountName: vended.account.name, accountId: vended.account.id },
          state: 'SUCCEEDED',
          message: `AWS Control Tower successfully ${eventName === 'CreateManagedAccount' ? 'created' : 'updated'} an enrolled account.`,
          requestedTimestamp: time,
          completedTimestamp: time,
        },
      },
    },
  };
};
