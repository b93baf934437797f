import type { BindingCaller } from '../compiled-policy';
import type { TrustStatement } from './document';
import { type ManagedProvider, type ManagedStatement, textsOfClaim } from './managed-statements';
import { isPinned } from './pin';

/**
 * A statement that somebody else wrote, and that pins to the letter what the YAML names. It counts as the policy's own, and
 * binding the role writes nothing. Of `existing` callers the YAML names the audience and every service principal, so that
 * the statement admits nobody whom it does not. Of a caller that the factory registers nobody can have written the
 * statement before, unless the YAML hands its application over: then the directory must say that the one subject is its
 * service principal, before anything is written.
 * @param handedOver client id of the application that the YAML hands over for the role's caller.
 */
export const adoptable = (
  managed: ManagedStatement,
  provider: ManagedProvider,
  caller: BindingCaller,
  handedOver?: string,
): ManagedStatement =>
  managed.foreignBecause.length > 0 &&
  managed.foreignBecause.every(({ code }) => code === 'trust-statement-foreign') &&
  (caller.kind === 'existing'
    ? isPinned(managed.statement, { provider, audience: caller.audience, subjects: caller.principals })
    : handedOver !== undefined && solePin(managed.statement, provider)?.audience === handedOver)
    ? { ...managed, foreignBecause: [] }
    : managed;

/** What a statement pins to the letter; undefined where it names several, or ids that are none of Microsoft Entra's. */
export const solePin = (
  statement: TrustStatement,
  provider: ManagedProvider,
): { readonly audience: string; readonly subject: string } | undefined => {
  const [audience, ...audiences] = textsOfClaim(statement, provider, 'aud');
  const [subject, ...subjects] = textsOfClaim(statement, provider, 'sub');
  if (audience === undefined || subject === undefined || audiences.length + subjects.length > 0) return undefined;
  if (!guid.test(audience) || !guid.test(subject)) return undefined;
  return isPinned(statement, { provider, audience, subjects: [subject] }) ? { audience, subject } : undefined;
};

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
