import type { AccountFacts, IdentityProvider } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import { asksForManagedPolicies } from '../../federation/managed-policies';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import { placeholderAudience } from '../../federation/names';
import { pauseIn } from '../../federation/pauses';
import type { Reason } from '../../federation/reasons';
import { audienceApplicationOf, callerNameOf } from '../../federation/callers';
import { currentFacts, type BindingRecord } from '../../federation/records';
import { pinTrust, type PinnedTrust } from '../../federation/trust/pin';
import { decide, historyOf, managedProvider, outOfScope, type Verdict } from '../../federation/verdict';
import type { RegisteredCaller } from '../../schemas/generated/events/registered-caller.types';
import type { AccountStepsPorts } from './ports';

/** A role as it stands at this moment, and what the policies make of it. */
export type Inspection =
  | { readonly kind: 'out-of-scope'; readonly facts: AccountFacts; readonly reason: Reason }
  | { readonly kind: 'gone'; readonly iam: AccountIam; readonly facts: AccountFacts }
  | {
      readonly kind: 'there';
      readonly iam: AccountIam;
      readonly facts: AccountFacts;
      readonly role: ObservedRole;
      /** The record of a role of this name, also of an earlier one. */
      readonly recorded: BindingRecord | undefined;
      /** The record where it is of this very role. */
      readonly binding: BindingRecord | undefined;
      readonly verdict: Verdict;
    };

/**
 * Reads a role and decides on it; every step that writes does this in the same invocation. An account out of scope is
 * not even entered.
 */
export const inspectRole = async (account: string, roleName: string, ports: AccountStepsPorts): Promise<Inspection> => {
  const facts = await knownAccount(account, ports);
  const outside = outOfScope(facts, ports.policy);
  if (outside !== undefined) return { kind: 'out-of-scope', facts, reason: outside };
  const iam = await ports.accounts.open(account);
  const role = await observedRole(iam, roleName, ports);
  if (role === undefined) return { kind: 'gone', iam, facts };
  const recorded = await ports.table.readBinding(account, roleName);
  const binding = recorded?.roleId === role.roleId ? recorded : undefined;
  const pauses = await ports.pauses.read();
  const verdict = decide(role, facts, historyOf(recorded, ports.clock.now(), pauses), ports.policy);
  return { kind: 'there', iam, facts, role, recorded, binding, verdict };
};

/** Whether nothing is to be written for a binding, and for what is done for its account. */
export const isPaused = async (
  facts: AccountFacts,
  binding: Pick<BindingRecord, 'policy'> | undefined,
  { policy, pauses }: Pick<AccountStepsPorts, 'policy' | 'pauses'>,
): Promise<boolean> => pauseIn(facts, policy, [binding?.policy], await pauses.read()) !== undefined;

/** A role as it stands, with its managed policies where some policy asks for them. */
export const observedRole = async (
  iam: AccountIam,
  roleName: string,
  { policy }: Pick<AccountStepsPorts, 'policy'>,
): Promise<ObservedRole | undefined> => {
  const role = await iam.getRole(roleName);
  if (role === undefined || !asksForManagedPolicies(policy.policies)) return role;
  const managedPolicies = await iam.listAttachedRolePolicies(roleName);
  return managedPolicies === undefined ? undefined : { ...role, managedPolicies };
};

/** A role that is as it was inspected, and whose binding is the one given. */
export type BoundRole = Pick<Extract<Inspection, { kind: 'there' }>, 'iam' | 'role'> & {
  readonly binding: BindingRecord;
  readonly verdict: Extract<Verdict, { kind: 'bind' | 'audit' }>;
  /** What its trust policy needs for the pins that were asked for. */
  readonly pinned: PinnedTrust;
};

/**
 * Reads a role and decides on it once more, for a step that goes on where others have begun.
 * @throws Failure `WorldMoved` where the role is gone or has been created anew, the verdict is another, or the record
 * names another application, provider, audience or subject than the one at work.
 */
export const inspectBoundRole = async (
  account: string,
  roleName: string,
  caller: RegisteredCaller,
  ports: AccountStepsPorts,
): Promise<BoundRole> => {
  const moved = (what: string): Failure => new Failure('WorldMoved', `The role ${roleName} in ${account} ${what}.`);
  const inspection = await inspectRole(account, roleName, ports);
  if (inspection.kind === 'out-of-scope') throw moved('is in an account that is out of scope');
  if (inspection.kind === 'gone') throw moved('is gone');
  const { iam, role, binding, verdict } = inspection;
  if (verdict.kind !== 'bind') throw moved('is no longer one that the policies bind');
  if (binding === undefined || !isAtWork(binding, caller, verdict)) throw moved('is no longer what was inspected');
  return { iam, role, binding, verdict, pinned: pinned(role, binding, caller, verdict.identityProvider, ports) };
};

const isAtWork = (
  binding: BindingRecord,
  { audience, subjects }: RegisteredCaller,
  { policy, identityProvider }: Extract<Verdict, { kind: 'bind' | 'audit' }>,
): boolean =>
  (binding.state === 'registering' || binding.state === 'bound') &&
  binding.audience === audience &&
  binding.subjects?.length === subjects.length &&
  binding.subjects.every((subject) => subjects.includes(subject)) &&
  binding.identityProvider === identityProvider.name &&
  binding.policy === policy.name &&
  binding.uniqueName === callerNameOf(policy.caller, binding.account, binding.roleName) &&
  binding.audienceUniqueName === audienceApplicationOf(policy, binding.account);

/** What a role's trust policy needs for the pins of its binding. */
export const pinned = (
  role: ObservedRole,
  { account, audiences }: Pick<BindingRecord, 'account' | 'audiences'>,
  { audience, subjects }: Pick<RegisteredCaller, 'audience'> & { readonly subjects: readonly string[] },
  identityProvider: IdentityProvider,
  { policy }: AccountStepsPorts,
): PinnedTrust =>
  pinTrust(role.trustPolicy, {
    provider: managedProvider(policy, account, identityProvider),
    ownAudiences: [placeholderAudience, ...audiences],
    audience,
    subjects,
    maxLength: policy.perAccount.trustPolicyLength,
  });

/**
 * What is known of an account.
 * @throws Failure `AccountUnknown` where neither the lock file nor a lifecycle event has it: its organizational unit
 * decides on everything, and is never guessed.
 */
export const knownAccount = async (account: string, { table, policy }: AccountStepsPorts): Promise<AccountFacts> => {
  const facts = currentFacts(await table.readAccount(account), policy.accounts[account]);
  if (facts === undefined)
    throw new Failure('AccountUnknown', `The account ${account} is in no lock file and no lifecycle event.`);
  return facts;
};
