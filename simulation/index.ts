/**
 * The local organization: accounts, IAM, STS, EventBridge, queues, Step Functions and Entra of an AWS organization in one
 * process. It plays the generated templates, rules and definitions, handed in parsed, with the real handlers, on a
 * virtual clock, and calls no cloud.
 */
export { CallCounter } from './calls';
export { VirtualClock } from './clock';
export { AwsError, SimulationError, type AwsErrorCode, type SimulationErrorCode } from './errors';
export { IssuerRegistry, LocalIssuer, type IssuerKeys } from './issuers';
export type { DirectorySide } from './lambda';
export {
  LocalOrganization,
  type DeadLetter,
  type LocalOrganizationOptions,
  type OutboundIdentity,
} from './local-organization';
export type { OrganizationFacts, OrganizationalUnit } from './organization';
export type { SettleBounds, Settled } from './settle';
export type { Execution } from './step-functions';
export type { WebIdentityAnswer, WebIdentityCheck, WebIdentityRequest } from './sts';
