import { planCaller, sharedNameOf } from '../../federation/callers';
import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import { handedOverTo } from '../../federation/hand-overs';
import type { ObservedRole } from '../../federation/observed';
import { pauseScopes } from '../../federation/pauses';
import type { BindingRecord } from '../../federation/records';
import { type Transfer, transferOf } from '../../federation/transfer';
import type { Verdict } from '../../federation/verdict';
import type { CallerPlan } from '../../schemas/generated/events/caller-plan.types';
import type { AccountStepsPorts } from './ports';

type Wanted = Pick<Extract<Verdict, { kind: 'bind' | 'audit' }>, 'policy' | 'identityProvider' | 'credentials'>;

/**
 * How a role comes to its caller without anybody being cut off who uses it.
 * @throws Failure `ApplicationNotHandedOver` where there is no way.
 */
export const requireTransfer = (
  role: ObservedRole,
  account: string,
  recorded: BindingRecord | undefined,
  wanted: Wanted,
  { policy }: Pick<AccountStepsPorts, 'policy'>,
): Exclude<Transfer, { kind: 'impossible' }> => {
  const transfer = transferOf(role, account, recorded, wanted, policy);
  if (transfer.kind === 'impossible') throw new Failure('ApplicationNotHandedOver', transfer.because);
  return transfer;
};

/** The caller's plan, with every client id that the factory has registered under its name. */
export const planOf = async (
  account: AccountFacts,
  roleName: string,
  recorded: BindingRecord | undefined,
  { policy, identityProvider, credentials }: Wanted,
  transfer: Exclude<Transfer, { kind: 'impossible' }>,
  ports: Pick<AccountStepsPorts, 'table' | 'policy'>,
): Promise<CallerPlan> => {
  const { caller } = policy;
  const knownClientIds =
    caller.kind === 'shared'
      ? ((await ports.table.readSharedCaller(sharedNameOf(caller.name)))?.clientIds ?? [])
      : (recorded?.clientIds ?? []);
  const clientId = handedOverTo(caller, account.id, roleName, ports.policy);
  const handedOver = clientId && { clientId, ...(transfer.kind === 'pending' && { subject: transfer.subject }) };
  const plan = planCaller({
    account,
    roleName,
    policy,
    identityProvider,
    credentials,
    knownClientIds,
    ...(handedOver && { handedOver }),
  });
  return { ...plan, within: pauseScopes(account, ports.policy, [policy.name, recorded?.policy]) };
};
