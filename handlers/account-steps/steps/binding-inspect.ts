import { chooseCredentials } from '../../../federation/callers';
import {
  type BindingPolicy,
  type IdentityProvider,
  isBindingPolicy,
  type Policy,
} from '../../../federation/compiled-policy';
import type { BindingRecord } from '../../../federation/records';
import type { ObservedRole } from '../../../federation/observed';
import { enforcementAt } from '../../../federation/enforcement';
import { policyNamed } from '../../../federation/matching';
import { canBeDeclared, decide, declaredBinding, historyOf, outOfScope } from '../../../federation/verdict';
import type { PlannedCredential } from '../../../schemas/generated/events/caller-plan.types';
import { roleOf } from '../../step';
import { record } from '../decisions';
import { identityProviderNamed } from '../identity-provider';
import { isPaused, knownAccount, observedRole } from '../inspection';
import { planOf, requireTransfer } from '../planned-caller';
import { accountStep, type AccountStepsPorts } from '../ports';
import { requireRoom } from '../quotas';
import { callerKeyOf, pinsOf, termOf, writeOver } from '../records';
import type { StepOutputs } from '../../step';

/**
 * Reads what the YAML declares for a role. Its name and account are all that is known of a role that is not there; one
 * that is there must be one that its policies bind, but for the trust statement that it is still to get.
 */
export const bindingInspect = accountStep(
  'binding.inspect',
  async ({ request }, ports): Promise<StepOutputs<'binding.inspect'>> => {
    const { account, roleName } = roleOf(request);
    const leave = { verdict: 'leave', identityProvider: null, plan: null } as const;
    const facts = await knownAccount(account, ports);
    const declared = declaredBinding(ports.policy, account, roleName);
    const policy = policyNamed(ports.policy.policies, declared?.policy, facts);
    const now = ports.clock.now();
    if (policy === undefined || !isBindingPolicy(policy)) return leave;
    if (declared === undefined || outOfScope(facts, ports.policy) !== undefined) return leave;

    const role = await observedRole(await ports.accounts.open(account), declared.role, ports);
    const recorded = await ports.table.readBinding(account, roleName);
    if (recorded?.state === 'revoked') return leave;
    if (enforcementAt(policy, now) === 'audit') return leave;
    if (await isPaused(facts, { policy: policy.name }, ports)) return leave;
    const credentials = credentialsFor(role, policy);
    if (credentials === undefined) return leave;
    if (role !== undefined) {
      const verdict = decide(role, facts, historyOf(recorded, now, await ports.pauses.read()), ports.policy);
      if (!canBeDeclared(verdict)) return leave;
    }
    const identityProvider = identityProviderNamed(policy.identityProvider, ports.policy);
    if (recorded?.audience === undefined) await requireRoom(account, declared.role, policy, ports);
    const wanted = { policy, identityProvider, credentials };
    const transfer =
      role === undefined ? ({ kind: 'none' } as const) : requireTransfer(role, account, recorded, wanted, ports);
    const plan = await planOf(facts, declared.role, recorded, wanted, transfer, ports);
    if (transfer.kind === 'none') await keep(role, declared.role, account, recorded, wanted, ports);
    const reasons = [`The YAML declares its binding for the policy ${policy.name}.`];
    await record(request, { decision: 'declare', reasons, roleName: declared.role }, ports);
    return { verdict: 'declare', identityProvider: identityProvider.name, plan };
  },
);

/** Without a role there are no tags, so that only subjects that stand in the policy as they are apply. */
const credentialsFor = (role: ObservedRole | undefined, policy: Policy): readonly PlannedCredential[] | undefined => {
  const chosen = chooseCredentials(policy, role?.tags ?? {});
  return chosen.kind === 'chosen' ? chosen.credentials : undefined;
};

const keep = async (
  role: ObservedRole | undefined,
  roleName: string,
  account: string,
  recorded: BindingRecord | undefined,
  wanted: {
    readonly policy: BindingPolicy;
    readonly identityProvider: IdentityProvider;
    readonly credentials: readonly PlannedCredential[];
  },
  ports: AccountStepsPorts,
): Promise<void> => {
  const { policy, identityProvider, credentials } = wanted;
  const key = callerKeyOf(policy, account, roleName);
  const isMade = recorded?.state === 'bound' || recorded?.state === 'contested';
  const isOfThisRole = isMade && role !== undefined && recorded.roleId === role.roleId;
  await writeOver(
    recorded,
    {
      account,
      roleName,
      ...(isOfThisRole && { roleId: role.roleId }),
      policy: policy.name,
      ...key,
      issuer: identityProvider.issuer,
      onDelete: policy.onDelete,
      ...pinsOf(recorded, key),
      clientIds: recorded?.clientIds ?? [],
      audiences: recorded?.audiences ?? [],
      state: isOfThisRole ? recorded.state : 'registering',
      ...(isOfThisRole && recorded.confirmed !== undefined && { confirmed: recorded.confirmed }),
      ...(isOfThisRole && termOf(recorded)),
      ...(isOfThisRole && recorded.announced !== undefined && { announced: recorded.announced }),
      ...(isOfThisRole && recorded.reversals !== undefined && { reversals: recorded.reversals }),
      credentials: credentials.map(({ name }) => name),
      ...(recorded?.published !== undefined && { published: recorded.published }),
      ...(recorded?.stale !== undefined && { stale: recorded.stale }),
    },
    ports,
  );
};
