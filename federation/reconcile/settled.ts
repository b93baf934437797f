import type { PlannedCredential } from '../../schemas/generated/events/caller-plan.types';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import { chooseCredentials } from '../callers';
import { type BindingPolicy, type CompiledPolicy, isBindingPolicy } from '../compiled-policy';
import { enforcementAt } from '../enforcement';
import { policyNamed } from '../matching';
import { placeholderAudience, statusTag } from '../names';
import type { BindingRecord } from '../records';
import { sameItems } from '../same-items';
import { hasCredentialsOf, isOfPolicy } from '../standing';
import type { TrustPolicy } from '../trust/document';
import { pinTrust } from '../trust/pin';
import { declaredBinding, managedProvider, type Verdict } from '../verdict';
import type { DecidedRole } from './decided';
import type { AccountObservation } from './observation';

/** What a role that the policies bind lacks of its binding, each as a sentence; empty where nothing is to be done. */
export const missingOfBinding = (
  { role, record, trust }: DecidedRole,
  verdict: Extract<Verdict, { kind: 'bind' | 'audit' }>,
  observation: AccountObservation,
  policy: CompiledPolicy,
): readonly string[] => {
  if (record === undefined || record.state === 'unbound') return ['The role has no binding.'];
  if (record.roleId !== role.roleId) return ['The binding is that of an earlier role of this name.'];
  const isDeclared = declaredBinding(policy, observation.account.id, role.name) !== undefined;
  if (record.published === true && !isDeclared)
    return ['The binding is published in the account, and is no longer declared.'];
  // Only its owner can end a contest: by the statement that was shown.
  const isPinned = hasPins(trust, record, verdict, observation, policy);
  if (record.state === 'contested') return isPinned ? ['The contest of its trust policy has ended.'] : [];
  return [
    ...(record.state === 'bound' ? [] : ['Its binding was never finished.']),
    // A run that ended between its last observation and its last word has left the owner waiting.
    ...(record.state === 'bound' && record.announced === false ? ['Nobody was told that it is bound.'] : []),
    ...(isPinned ? [] : ['Its trust policy does not pin the caller and the audience of its binding.']),
    ...(Object.hasOwn(role.tags, statusTag) ? [`Its tag ${statusTag} still says why it was not bound.`] : []),
    ...missingFrom(record, verdict.policy, verdict.credentials, observation),
    ...(hasCredentialsOf(record, verdict.policy, role)
      ? []
      : ['Others than the policy names may sign in as the caller, or cannot yet.']),
  ];
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
  if (wanted === undefined || !isBindingPolicy(wanted)) return true;
  if (enforcementAt(wanted, observation.now) === 'audit') return true;
  if (record === undefined) return false;
  if (record.state === 'revoked') return true;
  const isPublished = record.published === true && record.stale !== true;
  if (record.state === 'bound' || record.state === 'contested') return isPublished;
  return (
    record.state === 'declared' &&
    isPublished &&
    missingFrom(record, wanted, withoutTag(wanted), observation).length === 0
  );
};

const hasPins = (
  trust: TrustPolicy | undefined,
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
  return trust !== undefined && pinTrust(trust, pins).kind === 'unchanged';
};

/** What a binding lacks of what this policy wants, and of what its record names. */
const missingFrom = (
  record: BindingRecord,
  policy: BindingPolicy,
  planned: readonly PlannedCredential[],
  observation: AccountObservation,
): readonly string[] => {
  const { audience, identityProvider } = record;
  const isListed =
    audience !== undefined && observation.providers.get(identityProvider)?.audiences.includes(audience) === true;
  return [
    ...(isOfPolicy(record, policy) && record.onDelete === policy.onDelete
      ? []
      : [`Its binding is not as the policy ${policy.name} has it.`]),
    ...(isListed ? [] : ["The account's OIDC provider does not list its audience."]),
    ...(hasCaller(record, policy, planned, observation)
      ? []
      : ['Its caller is not there, or is not as the factory made it.']),
  ];
};

/**
 * Whether the caller is there and sound. A shared one is not tagged with the account: where nobody has looked it up it is
 * not taken for granted, and registering it once more says what it is.
 */
const hasCaller = (
  { identityProvider, subjects = [], audience, clientIds, uniqueName, audienceUniqueName }: BindingRecord,
  { caller }: BindingPolicy,
  planned: readonly PlannedCredential[],
  { applications }: AccountObservation,
): boolean => {
  const named = (name: string | undefined) =>
    applications.find((each) => each.identityProvider === identityProvider && each.uniqueName === name);
  switch (caller.kind) {
    case 'existing':
      return true;
    case 'shared': {
      const shared = named(uniqueName);
      return (
        shared?.isOurs === true &&
        shared.isSound &&
        hasCredentials(shared, planned) &&
        shared.clientId === audience &&
        shared.subject !== undefined &&
        subjects.includes(shared.subject)
      );
    }
    case 'own-application': {
      const [own, forAudience] = [named(uniqueName), named(audienceUniqueName)];
      return (
        own?.isOurs === true &&
        own.isSound &&
        hasCredentials(own, planned) &&
        clientIds.includes(own.clientId) &&
        own.subject !== undefined &&
        subjects.includes(own.subject) &&
        (audienceUniqueName === undefined || (forAudience?.isOurs === true && forAudience.clientId === audience))
      );
    }
  }
};

/** Whether an application has the planned credentials and no other, as far as they were read. */
const hasCredentials = ({ credentials }: ObservedApplication, planned: readonly PlannedCredential[]): boolean => {
  const keyOf = ({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string =>
    `${issuer}\n${subject}`;
  return credentials === undefined || sameItems(credentials.map(keyOf), planned.map(keyOf));
};

/** What a role that is still to come will have: nothing selects among the subjects. */
const withoutTag = (policy: BindingPolicy): readonly PlannedCredential[] => {
  const chosen = chooseCredentials(policy, {});
  return chosen.kind === 'chosen' ? chosen.credentials : [];
};
