import type { CompiledPolicy, Policy } from '../compiled-policy';
import { enforcementAt } from '../enforcement';
import { policyNamed } from '../matching';
import { placeholderAudience, statusTag } from '../names';
import type { ObservedRole } from '../observed';
import type { BindingRecord } from '../records';
import { hasCredentialsOf, isOfPolicy } from '../standing';
import { pinTrust } from '../trust/pin';
import { declaredBinding, managedProvider, type Verdict } from '../verdict';
import type { AccountObservation } from './observation';

/** Whether nothing is to be done for a role that the policies bind. */
export const isBoundAsWanted = (
  role: ObservedRole,
  record: BindingRecord | undefined,
  verdict: Extract<Verdict, { kind: 'bind' | 'audit' }>,
  observation: AccountObservation,
  policy: CompiledPolicy,
): boolean => {
  if (record?.roleId !== role.roleId) return false;
  const isDeclared = declaredBinding(policy, observation.account.id, role.name) !== undefined;
  if (record.published === true && !isDeclared) return false;
  // Only its owner can end a contest: by the statement that was shown.
  const isPinned = hasPins(role, record, verdict, observation, policy);
  if (record.state === 'contested') return !isPinned;
  return (
    record.state === 'bound' &&
    isPinned &&
    !Object.hasOwn(role.tags, statusTag) &&
    isKept(record, verdict.policy, observation) &&
    hasCredentialsOf(record, verdict.policy, role)
  );
};

/** Whether nothing is to be done for a binding that the YAML declares and that its role has not taken up. */
export const isDeclaredAsWanted = (
  roleName: string,
  record: BindingRecord | undefined,
  observation: AccountObservation,
  policy: CompiledPolicy,
): boolean => {
  const declared = declaredBinding(policy, observation.account.id, roleName);
  const wanted = policyNamed(policy.policies, declared?.policy, observation.account);
  if (wanted === undefined || enforcementAt(wanted, observation.now) === 'audit') return true;
  if (record === undefined) return false;
  if (record.state === 'revoked') return true;
  const isPublished = record.published === true && record.stale !== true;
  if (record.state === 'bound' || record.state === 'contested') return isPublished;
  return record.state === 'declared' && isPublished && isKept(record, wanted, observation);
};

const hasPins = (
  role: ObservedRole,
  { audience, subjects, audiences }: BindingRecord,
  { identityProvider }: Extract<Verdict, { kind: 'bind' | 'audit' }>,
  { account }: AccountObservation,
  policy: CompiledPolicy,
): boolean => {
  if (audience === undefined || subjects === undefined) return false;
  const pins = {
    provider: managedProvider(policy, account.id, identityProvider),
    ownAudiences: [placeholderAudience, ...audiences],
    audience,
    subjects,
  };
  return pinTrust(role.trustPolicy, pins).kind === 'unchanged';
};

/** Whether the record is of this policy, and what it names is there. */
const isKept = (record: BindingRecord, policy: Policy, observation: AccountObservation): boolean => {
  const { audience, identityProvider } = record;
  return (
    isOfPolicy(record, policy) &&
    record.onDelete === policy.onDelete &&
    audience !== undefined &&
    observation.providers.get(identityProvider)?.audiences.includes(audience) === true &&
    hasCaller(record, policy, observation)
  );
};

/**
 * Whether the caller is there and sound. A shared one is not tagged with the account, so it is never taken for granted:
 * registering it once more says what it is.
 */
const hasCaller = (
  { identityProvider, subjects = [], audience, clientIds, uniqueName, audienceUniqueName }: BindingRecord,
  { caller }: Policy,
  { applications }: AccountObservation,
): boolean => {
  switch (caller.kind) {
    case 'existing':
      return true;
    case 'shared':
      return false;
    case 'own-application': {
      const named = (name: string | undefined) =>
        applications.find((each) => each.identityProvider === identityProvider && each.uniqueName === name);
      const [own, forAudience] = [named(uniqueName), named(audienceUniqueName)];
      return (
        own?.isOurs === true &&
        own.isSound &&
        clientIds.includes(own.clientId) &&
        own.subject !== undefined &&
        subjects.includes(own.subject) &&
        (audienceUniqueName === undefined || (forAudience?.isOurs === true && forAudience.clientId === audience))
      );
    }
  }
};
