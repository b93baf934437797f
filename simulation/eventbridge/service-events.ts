import type { Ids } from '../ids';
import { eventTime, type CloudEvent } from './event';

interface Place {
  readonly account: string;
  readonly region: string;
}

/** What EventBridge itself puts in for a rule whose schedule has come round. */
export const scheduledEvent = (
  { rule, ...place }: Place & { readonly rule: string },
  ids: Ids,
  now: Date,
): CloudEvent => ({
  ...envelope(place, ids, now),
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  resources: [rule],
  detail: {},
});

/** A stack was created or updated. */
export const stackStatusEvent = (
  { stackId, status, ...place }: Place & { readonly stackId: string; readonly status: string },
  ids: Ids,
  now: Date,
): CloudEvent => ({
  ...envelope(place, ids, now),
  source: 'aws.cloudformation',
  'detail-type': 'CloudFormation Stack Status Change',
  resources: [stackId],
  detail: { 'stack-id': stackId, 'status-details': { status, 'status-reason': '' }, 'client-request-token': '' },
});

const envelope = (
  { account, region }: Place,
  ids: Ids,
  now: Date,
): Pick<CloudEvent, 'version' | 'id' | 'account' | 'time' | 'region'> => ({
  version: '0',
  id: ids.guid('event envelope'),
  account,
  time: eventTime(now),
  region,
});
