import { type BindingPolicy, type CompiledPolicy, isBindingPolicy } from '../../../federation/compiled-policy';
import { Failure } from '../../../federation/failures';
import { sameItems } from '../../../federation/same-items';
import type { RegisteredCaller } from '../../../schemas/generated/events/registered-caller.types';
import { roleOf } from '../../step';
import { identityProviderNamed } from '../identity-provider';
import { record } from '../decisions';
import { accountStep, type AccountStepsPorts } from '../ports';
import { audienceQuota } from '../../../federation/reconcile';
import { audiencesIn, audienceWarning } from '../quotas';
import { type BindingDraft, withOne, writeOver } from '../records';
import { takeOver } from '../take-over';

/**
 * Adds the audience to the provider; the call is idempotent, so it needs no read before it. What is recorded here is
 * what `role.bindTrust` pins, so it is looked at here: what was registered comes from the directory side, whose word it
 * is, and what the YAML names must be what the YAML names.
 */
export const providerAddAudience = accountStep('provider.addAudience', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const { caller } = inputs;
  const { name, issuer } = identityProviderNamed(inputs.identityProvider, ports.policy);
  const recorded = await ports.table.readBinding(account, roleName);
  const takenOver = await takeOver(caller, recorded, request, ports);
  const binding = takenOver ?? recorded;
  if (binding?.identityProvider !== name || !['registering', 'bound', 'contested'].includes(binding.state)) {
    throw new Failure('WorldMoved', `The binding of ${roleName} in ${account} is not the one that was inspected.`);
  }
  requireWanted(caller, binding, ports.policy);
  const isNew = takenOver === undefined && binding.audience !== caller.audience;
  // Written first: an audience in the provider that no record names could not be found again.
  await rememberShared(caller, binding, ports);
  await writeOver(
    recorded,
    {
      ...binding,
      audience: caller.audience,
      subjects: caller.subjects,
      // What is published is not what is pinned any more.
      ...(isOther(caller, binding) && { stale: true }),
      clientIds: withOne(binding.clientIds, caller.clientId),
      audiences: withOne(binding.audiences, caller.audience),
    },
    ports,
  );
  const iam = await ports.accounts.open(account);
  const written = [await iam.addClientId(issuer, caller.audience)];
  if (takenOver !== undefined)
    await record(request, { decision: 'taken-over', reasons: reasonsOf(caller, issuer), written }, ports);
  if (isNew) await record(request, { decision: 'audience-added', reasons: reasonsOf(caller, issuer), written }, ports);
  if (isNew) await warnNearQuota(account, name, ports);
  return {};
});

/**
 * An audience is the caller's own client id, that of the account's audience application, or what the YAML names; never
 * the factory's own application, whose tokens are for something else.
 */
const requireWanted = (caller: RegisteredCaller, binding: BindingDraft, policy: CompiledPolicy): void => {
  const wanted = policy.policies.find(({ name }) => name === binding.policy);
  const isFactory = policy.identityProviders.some(({ factoryClientId }) => factoryClientId === caller.audience);
  if (wanted !== undefined && isBindingPolicy(wanted) && !isFactory && isAsWanted(caller, wanted)) return;
  throw new Failure(
    'InvalidInput',
    `${caller.audience} cannot be an audience for the caller ${caller.clientId ?? 'named in the policy'} of ${binding.roleName} in ${binding.account}.`,
  );
};

const isAsWanted = (
  { clientId, audience, audienceClientId, subjects }: RegisteredCaller,
  { caller, audience: kind }: BindingPolicy,
): boolean => {
  if (caller.kind === 'existing') {
    return audience === caller.audience && subjects.every((subject) => caller.principals.includes(subject));
  }
  return (
    clientId !== undefined &&
    subjects.length === 1 &&
    audience === (kind === 'per-account' ? audienceClientId : clientId)
  );
};

const reasonsOf = ({ clientId, subjects, audience }: RegisteredCaller, issuer: string): readonly string[] => [
  clientId === undefined
    ? `The caller is ${subjects.join(', ')}, as the policy names it.`
    : `The caller is registered as ${clientId}, and signs in as ${subjects.join(', ')}.`,
  `The provider of ${issuer} lists ${audience}.`,
];

const isOther = ({ audience, subjects }: RegisteredCaller, binding: BindingDraft): boolean =>
  binding.published === true &&
  (binding.audience !== audience || binding.subjects === undefined || !sameItems(binding.subjects, subjects));

/** A shared caller has a record of its own: it is proven by the client ids that any role has brought in. */
const rememberShared = async (
  { clientId }: RegisteredCaller,
  { caller, uniqueName }: BindingDraft,
  { table }: AccountStepsPorts,
): Promise<void> => {
  if (caller !== 'shared' || uniqueName === undefined || clientId === undefined) return;
  const known = (await table.readSharedCaller(uniqueName))?.clientIds ?? [];
  if (!known.includes(clientId)) await table.writeSharedCaller({ uniqueName, clientIds: withOne(known, clientId) });
};

const warnNearQuota = async (
  account: string,
  identityProvider: string,
  { table, outcomes }: AccountStepsPorts,
): Promise<void> => {
  const audiences = audiencesIn(identityProvider, await table.listBindings(account));
  if (audiences <= audienceWarning) return;
  await outcomes.publish({
    type: 'Quota Near',
    detail: { account, identityProvider, audiences, quota: audienceQuota },
  });
};
