import { isForwardedOrganizationEvent, triggerOfOrganizationEvent } from '../../federation/triggers';
import { isObject } from '../../federation/trust/json';
import type { OrganizationEvent } from '../../schemas/generated/events/organization-event.types';
import validateOrganizationEvent from '../../schemas/generated/events/organization-event.validate';
import type { WorkflowEvent } from '../../schemas/generated/events/workflow-input.types';

/** What an event of AWS Organizations means. */
export type OrganizationIntake =
  | { readonly kind: 'event'; readonly event: WorkflowEvent }
  | { readonly kind: 'ignored' | 'unreadable'; readonly why: string };

/**
 * Reads which account an event of AWS Organizations is about. What became of the account is not taken from it: that is
 * read from AWS Organizations itself. Where that cannot be read, the unit that a call has moved it to is a hint.
 */
export const readOrganizationEvent = (
  detail: Readonly<Record<string, unknown>>,
  managementAccount: string,
): OrganizationIntake => {
  if (!validateOrganizationEvent(detail))
    return { kind: 'unreadable', why: 'it is not an event of AWS Organizations on an account' };
  const { eventName, eventID: id, eventTime: time, errorCode, requestParameters } = detail;
  if (!isForwardedOrganizationEvent(eventName)) return { kind: 'ignored', why: `${eventName} moves no account` };
  if (errorCode !== undefined || hasFailed(detail)) return { kind: 'ignored', why: `${eventName} failed` };
  const account = accountOf(detail, managementAccount);
  if (account === undefined) return { kind: 'ignored', why: `${eventName} names no account, or several` };
  const organizationalUnitId = requestParameters?.destinationParentId;
  return {
    kind: 'event',
    event: {
      trigger: triggerOfOrganizationEvent[eventName],
      account,
      ...(organizationalUnitId !== undefined && { organizationalUnitId }),
      id,
      time,
    },
  };
};

/** Service events say so under a name of their own each, such as `createAccountStatus`. */
const hasFailed = ({ serviceEventDetails }: OrganizationEvent): boolean =>
  Object.values(serviceEventDetails ?? {}).some(
    (status) => isObject(status) && status['state'] !== undefined && status['state'] !== 'SUCCEEDED',
  );

/** Of a service event it is the one account in it beside the management account: AWS does not document the form of all. */
const accountOf = (
  { requestParameters, serviceEventDetails }: OrganizationEvent,
  managementAccount: string,
): string | undefined => {
  const named = requestParameters?.accountId;
  if (named !== undefined) return named;
  const [only, ...others] = new Set(accountIdsIn(serviceEventDetails).filter((id) => id !== managementAccount));
  return others.length === 0 ? only : undefined;
};

const accountIdsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return /^[0-9]{12}$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(accountIdsIn);
  return isObject(value) ? Object.values(value).flatMap(accountIdsIn) : [];
};
