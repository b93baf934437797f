import { placeholderAudience, providerThumbprint } from '../../../federation/names';
import type { Written } from '../../../federation/ports';
import { currentFacts, type BindingRecord, type BindingState } from '../../../federation/records';
import { outOfScope } from '../../../federation/verdict';
import { record } from '../decisions';
import { accountStep } from '../ports';
import { keepThumbprints } from '../thumbprints';
import type { StepOutputs } from '../../step';

/**
 * Gives a provider back what somebody has taken from it: the audiences of live bindings and the standing placeholder, the
 * thumbprint, or all of it where the provider was deleted. It takes nothing away; what nothing accounts for is for the
 * reconcile. An account whose baseline is still to come is left alone: the stack that brings the provider would fail.
 */
export const providerHeal = accountStep(
  'provider.heal',
  async ({ request }, ports): Promise<StepOutputs<'provider.heal'>> => {
    const { accounts, policy, table, outcomes } = ports;
    const { account, issuer } = request.event;
    const provider = policy.identityProviders.find((one) => one.issuer === issuer);
    const kept = await table.readAccount(account);
    const facts = currentFacts(kept, policy.accounts[account]);
    const isAwaited = kept?.bootstrap !== undefined && kept.bootstrap.readyAt === undefined;
    if (provider === undefined || facts === undefined || isAwaited) return { healed: 'no' };
    if (outOfScope(facts, policy) !== undefined) return { healed: 'no' };

    const iam = await accounts.open(account);
    const observed = await iam.getOpenIdConnectProvider(provider.issuer);
    // Read behind the provider: what a binding has come to need in between is added once more, and not left out.
    const needed = [placeholderAudience, ...audiencesNeeded(provider.name, await table.listBindings(account))];
    const missing = needed.filter((audience) => observed?.audiences.includes(audience) !== true);
    const written: Written[] = [];
    let thumbprints: 'kept' | 'restored' = 'kept';
    if (observed === undefined) {
      written.push(await iam.createOpenIdConnectProvider(provider.issuer, needed, [providerThumbprint]));
    } else {
      for (const audience of missing) written.push(await iam.addClientId(provider.issuer, audience));
      thumbprints = await keepThumbprints(provider, account, observed, iam);
    }
    if (missing.length === 0 && thumbprints === 'kept') return { healed: 'no' };
    const reasons = [
      ...(observed === undefined ? [`The provider of ${provider.issuer} was gone.`] : []),
      ...missing.map((audience) => `The provider of ${provider.issuer} lacked ${audience}.`),
      ...(thumbprints === 'restored' ? [`The provider of ${provider.issuer} had other thumbprints.`] : []),
    ];
    await record(request, { decision: 'provider-healed', reasons, written }, ports);
    await outcomes.publish({
      type: 'Provider Healed',
      detail: {
        account,
        identityProvider: provider.name,
        wasMissing: observed === undefined,
        audiences: missing,
        thumbprints,
      },
    });
    return { healed: 'yes' };
  },
);

/** The states in which a binding needs its audience; a revoked one gets it back when it is lifted. */
const needing: ReadonlySet<BindingState> = new Set(['declared', 'registering', 'bound', 'contested']);

const audiencesNeeded = (identityProvider: string, bindings: readonly BindingRecord[]): readonly string[] => [
  ...new Set(
    bindings.flatMap((binding) =>
      needing.has(binding.state) && binding.identityProvider === identityProvider && binding.audience !== undefined
        ? [binding.audience]
        : [],
    ),
  ),
];
