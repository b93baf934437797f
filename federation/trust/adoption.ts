import type { BindingCaller } from '../compiled-policy';
import type { ManagedProvider, ManagedStatement } from './managed-statements';
import { isPinned } from './pin';

/**
 * A statement that somebody else wrote, and that pins to the letter what the policy names: the YAML names the audience
 * and every service principal, so that the statement admits nobody whom it does not. It counts as the policy's own, and
 * binding the role writes nothing. Of a caller that the factory registers nobody can have written the statement before.
 */
export const adoptable = (
  managed: ManagedStatement,
  provider: ManagedProvider,
  caller: BindingCaller,
): ManagedStatement =>
  caller.kind === 'existing' &&
  managed.foreignBecause.length > 0 &&
  managed.foreignBecause.every(({ code }) => code === 'trust-statement-foreign') &&
  isPinned(managed.statement, { provider, audience: caller.audience, subjects: caller.principals })
    ? { ...managed, foreignBecause: [] }
    : managed;
