import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { ObservedRole } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import { currentFacts, type BindingRecord } from '../../federation/records';
import { decide, type Verdict } from '../../federation/verdict';
import type { AccountStepsPorts } from './ports';

/** A role as it stands at this moment, and what the policies make of it. */
export type Inspection =
  | { readonly kind: 'gone'; readonly iam: AccountIam }
  | {
      readonly kind: 'there';
      readonly iam: AccountIam;
      readonly role: ObservedRole;
      /** The record of this very role; one of an earlier role of that name does not count. */
      readonly binding: BindingRecord | undefined;
      readonly verdict: Verdict;
    };

/** Reads a role and decides on it; every step that writes does this in the same invocation. */
export const inspectRole = async (account: string, roleName: string, ports: AccountStepsPorts): Promise<Inspection> => {
  const facts = await knownAccount(account, ports);
  const iam = await ports.accounts.open(account);
  const role = await iam.getRole(roleName);
  if (role === undefined) return { kind: 'gone', iam };
  const recorded = await ports.table.readBinding(account, roleName);
  const binding = recorded?.roleId === role.roleId ? recorded : undefined;
  const ownAudiences = binding?.audience === undefined ? [] : [binding.audience];
  return { kind: 'there', iam, role, binding, verdict: decide(role, facts, { ownAudiences }, ports.policy) };
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
