import { hostAndPathOf } from '../federation/issuer';
import type { WorkflowEvent } from '../schemas/generated/events/workflow-input.types';

/**
 * The subject whose lock an event needs: executions for one subject run one at a time, and a newer event overtakes the
 * older ones. So events share a subject only where each would see what the other one would have: those that have a role
 * or an account looked at; of an account, whether it was vended, moved or closed, because what is read of it decides and not what
 * the event says. A revocation neither waits for a role's lock nor is overtaken by what happens to the role;
 * and a reconcile, which reads less than what a lifecycle event says of an account, overtakes none. A provider is its own
 * subject: what happens to one says nothing of another.
 */
export const subjectOf = ({ trigger, account, roleName, issuer }: WorkflowEvent): string => {
  // IAM takes role names for the same whatever their case.
  const subject = roleName === undefined ? account : `${account}/${roleName.toLowerCase()}`;
  switch (trigger) {
    case 'role-revoked':
    case 'role-reinstated':
      return `${subject}#revocation`;
    case 'account-due':
    case 'organization-due':
      return `${subject}#${trigger}`;
    case 'provider-changed':
      return `${subject}#provider/${issuer === undefined ? '' : hostAndPathOf(issuer)}`;
    default:
      return subject;
  }
};
