import type { WorkflowEvent } from '../../schemas/generated/events/workflow-input.types';
import { intakeSource } from '../../federation/names';
import { isForwardedIamCall, triggerOfIamCall } from '../../federation/triggers';
import validateAccountEvent from '../../schemas/generated/events/account-event.validate';
import validateExecutionEvent from '../../schemas/generated/events/execution-event.validate';
import validateIamRoleEvent from '../../schemas/generated/events/iam-role-event.validate';
import type { IntakeMessage } from '../../schemas/generated/events/intake-message.types';
import validateIntakeMessage from '../../schemas/generated/events/intake-message.validate';
import validateRoleObserved from '../../schemas/generated/events/role-observed.validate';
import validateWorkflowInput from '../../schemas/generated/events/workflow-input.validate';
import { parseJson } from '../json';

/** Whose word is taken for what: only these accounts may speak of accounts, and of executions. */
export interface IntakeTrust {
  readonly managementAccount: string;
  readonly factoryAccount: string;
}

/** What a message of the intake queue means. `subject` names the account, or the role in it, whose lock it needs. */
export type Intake =
  | { readonly kind: 'event'; readonly subject: string; readonly event: WorkflowEvent }
  | { readonly kind: 'ended'; readonly subject: string; readonly execution: string }
  | { readonly kind: 'ignored' | 'unreadable'; readonly why: string };

/**
 * Reads a message. The account of an IAM event is the envelope's, which EventBridge sets; what the detail says of
 * accounts is taken only from the management account, and of executions only from the factory account.
 */
export const readIntake = (body: string, trust: IntakeTrust): Intake => {
  const message = parseJson(body);
  if (!validateIntakeMessage(message)) return unreadable('it is not an event of a known source');
  switch (message.source) {
    case 'aws.iam':
      return readIamEvent(message);
    case 'aws.controltower':
      return message.account === trust.managementAccount
        ? readAccountEvent(message)
        : unreadable(`${message.account} is not the management account`);
    case 'aws.states':
      return message.account === trust.factoryAccount
        ? readExecutionEvent(message)
        : unreadable(`${message.account} is not the factory account`);
    case intakeSource:
      return message.account === trust.factoryAccount
        ? readRoleObserved(message)
        : unreadable(`${message.account} is not the factory account`);
  }
};

const readIamEvent = ({ account, detail }: IntakeMessage): Intake => {
  const call = detail['eventName'];
  if (typeof call === 'string' && !isForwardedIamCall(call))
    return { kind: 'ignored', why: `${call} changes no verdict` };
  if (!validateIamRoleEvent(detail) || !isForwardedIamCall(detail.eventName))
    return unreadable('it is not a call on a role');
  const { eventName, eventID: id, eventTime: time, requestParameters } = detail;
  return eventOf({ trigger: triggerOfIamCall[eventName], account, roleName: requestParameters.roleName, id, time });
};

const readAccountEvent = ({ detail }: IntakeMessage): Intake => {
  if (!validateAccountEvent(detail)) return unreadable('it is not a lifecycle event of an account');
  const { createManagedAccountStatus, updateManagedAccountStatus } = detail.serviceEventDetails;
  const status = createManagedAccountStatus ?? updateManagedAccountStatus;
  if (status === undefined) return unreadable('it has no status');
  if (status.state !== 'SUCCEEDED') return { kind: 'ignored', why: `${detail.eventName} failed` };
  const { accountId: account, accountName } = status.account;
  const { organizationalUnitId } = status.organizationalUnit;
  const { eventID: id, eventTime: time } = detail;
  return eventOf({ trigger: 'account-vended', account, accountName, organizationalUnitId, id, time });
};

const readExecutionEvent = ({ detail }: IntakeMessage): Intake => {
  if (!validateExecutionEvent(detail)) return { kind: 'ignored', why: 'the execution goes on' };
  const input = parseJson(detail.input);
  if (!validateWorkflowInput(input)) return unreadable('the execution has no input of the factory');
  return { kind: 'ended', subject: subjectOf(input.event.account, input.event.roleName), execution: detail.name };
};

const readRoleObserved = ({ id, time, detail }: IntakeMessage): Intake =>
  validateRoleObserved(detail)
    ? eventOf({ trigger: 'role-created', account: detail.account, roleName: detail.roleName, id, time })
    : unreadable('it names no role');

/** Times are compared as text later on, so all of them are written alike, whoever sent them. */
const eventOf = (event: WorkflowEvent): Intake => {
  const time = new Date(event.time);
  if (Number.isNaN(time.getTime())) return unreadable(`${event.time} is no time`);
  const input: unknown = { event: { ...event, time: time.toISOString() } };
  return validateWorkflowInput(input)
    ? { kind: 'event', subject: subjectOf(event.account, event.roleName), event: input.event }
    : unreadable('a workflow cannot be started with what it says');
};

/** IAM takes role names for the same whatever their case. */
const subjectOf = (account: string, roleName?: string): string =>
  roleName === undefined ? account : `${account}/${roleName.toLowerCase()}`;

const unreadable = (why: string): Intake => ({ kind: 'unreadable', why });
