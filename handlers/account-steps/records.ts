import { audienceApplicationOf, callerNameOf } from '../../federation/callers';
import type { BindingPolicy } from '../../federation/compiled-policy';
import type { BindingRecord } from '../../federation/records';
import type { Verdict } from '../../federation/verdict';
import type { Inspection } from './inspection';
import type { AccountStepsPorts } from './ports';

/** A record before it is written: its version and time come with the writing. */
export type BindingDraft = Omit<BindingRecord, 'version' | 'updatedAt'>;

/**
 * Writes a binding over the one that was read, or as the first.
 * @throws Failure `WorldMoved` where somebody has written in between.
 */
export const writeOver = async (
  before: BindingRecord | undefined,
  draft: BindingDraft,
  { table, clock }: Pick<AccountStepsPorts, 'table' | 'clock'>,
): Promise<BindingRecord> => {
  const binding = { ...draft, version: (before?.version ?? 0) + 1, updatedAt: clock.now().toISOString() };
  await table.writeBinding(binding);
  return binding;
};

/** A list with one item more, each only once. */
export const withOne = (items: readonly string[], item: string | undefined): readonly string[] =>
  item === undefined || items.includes(item) ? items : [...items, item];

/** What a caller is found by. */
export type CallerKey = Pick<BindingRecord, 'identityProvider' | 'caller' | 'uniqueName' | 'audienceUniqueName'>;

/** What the caller that a policy has for a role is found by. */
export const callerKeyOf = (policy: BindingPolicy, account: string, roleName: string): CallerKey => {
  const uniqueName = callerNameOf(policy.caller, account, roleName);
  const audienceUniqueName = audienceApplicationOf(policy, account);
  return {
    identityProvider: policy.identityProvider,
    caller: policy.caller.kind,
    ...(uniqueName !== undefined && { uniqueName }),
    ...(audienceUniqueName !== undefined && { audienceUniqueName }),
  };
};

/** Audience and subjects of a record, where the same caller is meant as before: those of another one are nobody's now. */
export const pinsOf = (
  recorded: BindingRecord | undefined,
  wanted: CallerKey,
): Pick<BindingDraft, 'audience' | 'subjects'> => {
  const isSame =
    recorded?.identityProvider === wanted.identityProvider &&
    recorded.caller === wanted.caller &&
    recorded.uniqueName === wanted.uniqueName &&
    recorded.audienceUniqueName === wanted.audienceUniqueName;
  if (!isSame) return {};
  const { audience, subjects } = recorded;
  return { ...(audience !== undefined && { audience }), ...(subjects !== undefined && { subjects }) };
};

/** Since when a binding is, and which end of it was announced: kept as long as it is of the same role. */
export const termOf = (binding: BindingRecord | undefined): Pick<BindingDraft, 'boundAt' | 'expiryAnnounced'> => ({
  ...(binding?.boundAt !== undefined && { boundAt: binding.boundAt }),
  ...(binding?.expiryAnnounced !== undefined && { expiryAnnounced: binding.expiryAnnounced }),
});

/** The record of a binding that is about to be made for a role, before there is anything. */
export const draftOf = (
  { facts, role, recorded, binding }: Extract<Inspection, { kind: 'there' }>,
  { policy, identityProvider, credentials }: Extract<Verdict, { kind: 'bind' | 'audit' }>,
): BindingDraft => {
  const key = callerKeyOf(policy, facts.id, role.name);
  return {
    account: facts.id,
    roleName: role.name,
    roleId: role.roleId,
    policy: policy.name,
    ...key,
    issuer: identityProvider.issuer,
    onDelete: policy.onDelete,
    ...pinsOf(recorded, key),
    clientIds: recorded?.clientIds ?? [],
    audiences: recorded?.audiences ?? [],
    state: binding?.state === 'bound' ? 'bound' : 'registering',
    ...(binding?.confirmed !== undefined && { confirmed: binding.confirmed }),
    ...termOf(binding),
    ...(binding?.announced !== undefined && { announced: binding.announced }),
    ...(binding?.reversals !== undefined && { reversals: binding.reversals }),
    credentials: credentials.map(({ name }) => name),
    ...(recorded?.published !== undefined && { published: recorded.published }),
    ...(recorded?.stale !== undefined && { stale: recorded.stale }),
  };
};
