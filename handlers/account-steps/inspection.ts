import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import { placeholderAudience } from '../../federation/names';
import type { Reason } from '../../federation/reasons';
import { currentFacts, type BindingRecord } from '../../federation/records';
import { pinTrust, type PinnedTrust } from '../../federation/trust/pin';
import { decide, managedProvider, outOfScope, type Verdict } from '../../federation/verdict';
import type { AccountStepsPorts } from './ports';

/** A role as it stands at this moment, and what the policies make of it. */
export type Inspection =
  | { readonly kind: 'out-of-scope'; readonly reason: Reason }
  | { readonly kind: 'gone'; readonly iam: AccountIam }
  | {
      readonly kind: 'there';
      readonly iam: AccountIam;
      readonly role: ObservedRole;
      /** The record of this very role; one of an earlier role of that name does not count. */
      readonly binding: BindingRecord | undefined;
      /** Every client id that the factory has registered for a role of this name. */
      readonly clientIds: readonly string[];
      readonly verdict: Verdict;
    };

/**
 * Reads a role and decides on it; every step that writes does this in the same invocation. An account out of scope is
 * not even entered.
 */
export const inspectRole = async (account: string, roleName: string, ports: AccountStepsPorts): Promise<Inspection> => {
  const facts = await knownAccount(account, ports);
  const outside = outOfScope(facts, ports.policy);
  if (outside !== undefined) return { kind: 'out-of-scope', reason: outside };
  const iam = await ports.accounts.open(account);
  const role = await iam.getRole(roleName);
  if (role === undefined) return { kind: 'gone', iam };
  const recorded = await ports.table.readBinding(account, roleName);
  const clientIds = recorded?.clientIds ?? [];
  const binding = recorded?.roleId === role.roleId ? recorded : undefined;
  return { kind: 'there', iam, role, binding, clientIds, verdict: decide(role, facts, { clientIds }, ports.policy) };
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
  { audience, subject }: { readonly audience: string; readonly subject: string },
  ports: AccountStepsPorts,
): Promise<BoundRole> => {
  const moved = (what: string): Failure => new Failure('WorldMoved', `The role ${roleName} in ${account} ${what}.`);
  const inspection = await inspectRole(account, roleName, ports);
  if (inspection.kind === 'out-of-scope') throw moved('is in an account that is out of scope');
  if (inspection.kind === 'gone') throw moved('is gone');
  const { iam, role, binding, clientIds, verdict } = inspection;
  if (verdict.kind !== 'bind') throw moved('is no longer one that the policies bind');
  if (
    binding?.audience !== audience ||
    binding.subject !== subject ||
    binding.identityProvider !== verdict.identityProvider.name ||
    binding.uniqueName !== verdict.plan.uniqueName
  ) {
    throw moved('is no longer what was inspected');
  }
  const pinned = pinTrust(role.trustPolicy, {
    provider: managedProvider(ports.policy, account, verdict.identityProvider),
    ownAudiences: [placeholderAudience, ...clientIds],
    audience,
    subject,
  });
  return { iam, role, binding, verdict, pinned };
};

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
