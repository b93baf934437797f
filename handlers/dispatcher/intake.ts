import type { ReconcileCause, WorkflowEvent } from '../../schemas/generated/events/workflow-input.types';
import { hostAndPathOf } from '../../federation/issuer';
import { intakeSource } from '../../federation/names';
import { isForwardedProviderCall, isForwardedRoleCall, triggerOfIamCall } from '../../federation/triggers';
import validateAccountEvent from '../../schemas/generated/events/account-event.validate';
import validateExecutionEvent from '../../schemas/generated/events/execution-event.validate';
import type { IamRoleEvent } from '../../schemas/generated/events/iam-role-event.types';
import validateIamRoleEvent from '../../schemas/generated/events/iam-role-event.validate';
import type { IntakeMessage } from '../../schemas/generated/events/intake-message.types';
import validateIntakeMessage from '../../schemas/generated/events/intake-message.validate';
import validateIamProviderEvent from '../../schemas/generated/events/iam-provider-event.validate';
import validateStackEvent from '../../schemas/generated/events/stack-event.validate';
import validateWorkflowInput from '../../schemas/generated/events/workflow-input.validate';
import validateWorkflowRequest from '../../schemas/generated/events/workflow-request.validate';
import { parseJson } from '../json';
import { readOrganizationEvent } from './organization-event';
import { isRequestable } from './requestable';
import { subjectOf } from '../subjects';

/** Whose word is taken for what: only these accounts may speak of accounts, and of executions. */
export interface IntakeTrust {
  readonly managementAccount: string;
  readonly factoryAccount: string;
}

/** An event that a workflow may be for. */
export interface EventIntake {
  readonly kind: 'event';
  /** Names the account, or the role in it, whose lock the event needs. */
  readonly subject: string;
  readonly event: WorkflowEvent;
  /** Whether it counts against the budget of its account: what happens there does, what the factory asks for does not. */
  readonly isMetered: boolean;
}

/** What a message of the intake queue means. */
export type Intake =
  | EventIntake
  | { readonly kind: 'ended'; readonly subject: string; readonly execution: string }
  | {
      readonly kind: 'ignored' | 'unreadable';
      readonly why: string;
      /** The member account that has sent what cannot be read. */
      readonly from?: string;
    };

/**
 * Reads a message. The account of an IAM event is the envelope's, which EventBridge sets; what the detail says of
 * accounts is taken only from the management account, and everything else only from the factory account.
 */
export const readIntake = (body: string, trust: IntakeTrust): Intake => {
  const message = parseJson(body);
  if (!validateIntakeMessage(message)) return unreadable('it is not an event of a known source');
  const { source, account } = message;
  if (source === 'aws.iam') {
    const read = readIamEvent(message);
    return read.kind === 'unreadable' ? { ...read, from: account } : read;
  }
  if (source === 'aws.controltower')
    return account === trust.managementAccount
      ? readAccountEvent(message)
      : unreadable(`${account} is not the management account`);
  if (source === 'aws.organizations') {
    if (account !== trust.managementAccount) return unreadable(`${account} is not the management account`);
    const read = readOrganizationEvent(message.detail, trust.managementAccount);
    return read.kind === 'event' ? eventOf(read.event) : read;
  }
  if (account !== trust.factoryAccount) return unreadable(`${account} is not the factory account`);
  switch (source) {
    case 'aws.states':
      return readExecutionEvent(message);
    case 'aws.events':
      return message['detail-type'] === 'Scheduled Event'
        ? organizationDue(message, 'schedule')
        : unreadable('it is no schedule');
    case 'aws.cloudformation':
      return readStackEvent(message);
    case intakeSource:
      return readRequest(message);
  }
};

const readIamEvent = ({ account, detail }: IntakeMessage): Intake => {
  const call = detail['eventName'];
  if (typeof call === 'string' && isForwardedProviderCall(call)) return readProviderEvent(account, detail);
  if (typeof call === 'string' && !isForwardedRoleCall(call))
    return { kind: 'ignored', why: `${call} changes no verdict` };
  if (!validateIamRoleEvent(detail) || !isForwardedRoleCall(detail.eventName))
    return unreadable('it is not a call on a role');
  const { eventName, eventID: id, eventTime: time, requestParameters } = detail;
  const { roleName } = requestParameters;
  return eventOf(
    { trigger: triggerOfIamCall[eventName], account, roleName, actor: actorOf(detail, account), id, time },
    true,
  );
};

/** A provider is named by its ARN, and by its URL where it is created; IAM takes the URL without its scheme too. */
const readProviderEvent = (account: string, detail: IntakeMessage['detail']): Intake => {
  if (!validateIamProviderEvent(detail)) return unreadable('it is not a call on an OIDC provider');
  const { eventName, eventID: id, eventTime: time, requestParameters } = detail;
  const { openIDConnectProviderArn: arn, url } = requestParameters;
  const hostAndPath = arn === undefined ? url && hostAndPathOf(url) : arn.slice(arn.indexOf('/') + 1);
  if (!isForwardedProviderCall(eventName) || hostAndPath === undefined) return unreadable('it names no OIDC provider');
  const issuer = `https://${hostAndPath}`;
  const actor = actorOf(detail, account);
  return eventOf({ trigger: triggerOfIamCall[eventName], account, issuer, actor, id, time }, true);
};

/**
 * Who made the call: of a session the role that issued it, because sessions come and go. Where it is not said it was
 * somebody of the account all the same: without an actor it would pass for the factory's own asking, which has no budget.
 */
const actorOf = ({ userIdentity }: Pick<IamRoleEvent, 'userIdentity'>, account: string): string =>
  userIdentity?.sessionContext?.sessionIssuer?.arn ?? userIdentity?.arn ?? account;

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
  return { kind: 'ended', subject: subjectOf(input.event), execution: detail.name };
};

/** The policies are in the stack: once it is whole again, every account is to be compared with them. */
const readStackEvent = (message: IntakeMessage): Intake => {
  const { detail } = message;
  if (message['detail-type'] !== 'CloudFormation Stack Status Change' || !validateStackEvent(detail))
    return unreadable('it is not the status of a stack');
  const { status } = detail['status-details'];
  return ['CREATE_COMPLETE', 'UPDATE_COMPLETE'].includes(status)
    ? organizationDue(message, 'deployment')
    : { kind: 'ignored', why: `the stack is ${status}` };
};

const organizationDue = ({ account, id, time }: IntakeMessage, cause: ReconcileCause): Intake =>
  eventOf({ trigger: 'organization-due', account, cause, id, time });

const readRequest = ({ id, time, detail }: IntakeMessage): Intake =>
  validateWorkflowRequest(detail) && isRequestable(detail)
    ? eventOf({ ...detail, id, time })
    : unreadable('it asks for no workflow that the factory itself may ask for');

/** Times are compared as text later on, so all of them are written alike, whoever sent them. */
const eventOf = (event: WorkflowEvent, isMetered = false): Intake => {
  const time = new Date(event.time);
  if (Number.isNaN(time.getTime())) return unreadable(`${event.time} is no time`);
  const input: unknown = { event: { ...event, time: time.toISOString() } };
  return validateWorkflowInput(input)
    ? { kind: 'event', subject: subjectOf(input.event), event: input.event, isMetered }
    : unreadable('a workflow cannot be started with what it says');
};

const unreadable = (why: string): Intake => ({ kind: 'unreadable', why });
