/**
 * EventBridge across accounts and regions: buses, the deployed rules' patterns, and delivery through each rule's role
 * against the receiving bus's or queue's policy. What cannot be delivered goes to the dead-letter queue and is recorded.
 */
export {
  EventBridge,
  type AcceptedEvent,
  type Notification,
  type PutEventsEntry,
  type Undelivered,
} from './event-bridge';
export { EventBus, type EventRule, type RuleTarget } from './bus';
export { eventTime, type CloudEvent } from './event';
export { iamCallEvent, lifecycleEvent } from './cloudtrail';
export { organizationEvent } from './organization-events';
export { stackStatusEvent } from './service-events';
export { matchesPattern } from './pattern';
