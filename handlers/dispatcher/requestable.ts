import type { Trigger } from '../../federation/triggers';
import type { WorkflowRequestMessage } from '../../schemas/generated/events/workflow-request.types';

/** What the factory may ask itself for, and of what; the other triggers are for what is told from outside. */
const requestable: Readonly<Partial<Record<Trigger, 'role' | 'account'>>> = {
  'role-created': 'role',
  'role-deleted': 'role',
  'role-released': 'role',
  'role-declared': 'role',
  'role-revoked': 'role',
  'role-reinstated': 'role',
  'account-vended': 'account',
  'account-released': 'account',
  'account-due': 'account',
};

/** Whether the factory may ask for that, and names a role where, and only where, it is about one. */
export const isRequestable = ({ trigger, roleName }: WorkflowRequestMessage): boolean =>
  requestable[trigger] === (roleName === undefined ? 'account' : 'role');
