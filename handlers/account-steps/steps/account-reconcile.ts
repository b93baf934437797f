import { placeholderAudience, providerThumbprint } from '../../../federation/names';
import { pauseScopes } from '../../../federation/pauses';
import type { AccountIam } from '../../../federation/ports';
import {
  audienceQuota,
  planReconcile,
  providerNeeds,
  type AccountObservation,
  type Orphan,
  type ProviderNeed,
} from '../../../federation/reconcile';
import type { ObservedProvider } from '../../../federation/observed';
import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import type { Retirement } from '../../../schemas/generated/events/retirement.types';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';
import { announceExpiry } from '../announce-expiry';
import { record } from '../decisions';
import { identityProviderNamed } from '../identity-provider';
import { knownAccount } from '../inspection';
import { accountStep, type AccountStepsPorts } from '../ports';
import { requestWorkflows } from '../requests';
import type { StepOutputs } from '../../step';

/** So many applications are retired in one run; the next one goes on. */
const maxRetired = 20;

/**
 * Compares the account with the policies. What concerns a role is left to that role's own workflow, under its own lock; it
 * decides once more. What nothing accounts for and was seen a day ago already goes here.
 */
export const accountReconcile = accountStep(
  'account.reconcile',
  async ({ request, inputs: { directory } }, ports): Promise<StepOutputs<'account.reconcile'>> => {
    const { account: id } = request.event;
    const { table, clock, policy } = ports;
    const now = clock.now();
    const account = await knownAccount(id, ports);
    const isInScope = outOfScope(account, policy) === undefined;
    const iam = isInScope ? await ports.accounts.open(id) : undefined;
    const roles = iam === undefined ? [] : await iam.describeRoles();
    const bindings = await table.listBindings(id);
    const providers = iam === undefined ? new Map() : await readProviders(iam, ports);
    const { applications } = directory;
    const sightings = await table.readSightings(id);
    const pauses = await ports.pauses.read();
    const observation: AccountObservation = {
      account,
      roles,
      providers,
      bindings,
      applications,
      sightings,
      now,
      pauses,
    };
    const plan = planReconcile(observation, policy);
    if (iam !== undefined) {
      await removeAudiences(iam, plan.orphans, request, ports);
      const needs = providerNeeds(observation, plan.requests, policy);
      await keepProviders(iam, plan.paused === undefined ? needs : needs.filter(isOnlyTold), request, ports);
    }
    await announceExpiry(id, plan.expiring, ports);
    await requestWorkflows(
      plan.requests.map(({ trigger, roleName }) => ({ trigger, roleName, account: id })),
      request,
      now,
      ports,
    );
    await table.writeSightings(id, plan.sightings);
    const asked = (trigger: (typeof plan.requests)[number]['trigger']): number =>
      plan.requests.filter((each) => each.trigger === trigger).length;
    await ports.outcomes.publish({
      type: 'Account Reconciled',
      detail: {
        account: id,
        onboarded: asked('role-created'),
        released: asked('role-released'),
        removed: asked('role-deleted') + plan.orphans.length,
        declared: asked('role-declared'),
        sighted: plan.sightings.map(({ what }) => what),
      },
    });
    return {
      requests: plan.requests.length,
      retirement: retirementOf(plan.orphans, policy.identityProviders[0]?.name, pauseScopes(account, policy, [])),
    };
  },
);

const readProviders = async (
  iam: AccountIam,
  { policy }: AccountStepsPorts,
): Promise<ReadonlyMap<string, ObservedProvider>> => {
  const providers = new Map<string, ObservedProvider>();
  for (const { name, issuer } of policy.identityProviders) {
    const observed = await iam.getOpenIdConnectProvider(issuer);
    if (observed !== undefined) providers.set(name, observed);
  }
  return providers;
};

const isOnlyTold = ({ kind }: ProviderNeed): boolean => kind === 'full';

/** Gives the providers what they lack; that one is full is told and stops nothing. */
const keepProviders = async (
  iam: AccountIam,
  needs: readonly ProviderNeed[],
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<void> => {
  const { account } = request.event;
  for (const { kind, identityProvider } of needs) {
    const { issuer } = identityProvider;
    switch (kind) {
      case 'create': {
        const written = [await iam.createOpenIdConnectProvider(issuer, [placeholderAudience], [providerThumbprint])];
        const reasons = [`There was none for ${issuer}, and roles need it.`];
        await record(request, { decision: 'provider-created', reasons, written }, ports);
        break;
      }
      case 'add-standing-audience': {
        const written = [await iam.addClientId(issuer, placeholderAudience)];
        const reasons = [`The provider of ${issuer} had lost ${placeholderAudience}.`];
        await record(request, { decision: 'audience-added', reasons, written }, ports);
        break;
      }
      case 'full':
        await ports.outcomes.publish({
          type: 'Quota Near',
          detail: { account, identityProvider: identityProvider.name, audiences: audienceQuota, quota: audienceQuota },
        });
    }
  }
};

/** The records are read once more before and behind it: a role may have come to need an audience in between. */
const removeAudiences = async (
  iam: AccountIam,
  orphans: readonly Orphan[],
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<void> => {
  const { policy, table } = ports;
  const { account } = request.event;
  for (const orphan of orphans) {
    if (orphan.kind !== 'audience') continue;
    const { issuer } = identityProviderNamed(orphan.identityProvider, policy);
    const isNeeded = async (): Promise<boolean> =>
      (await table.listBindings(account)).some(
        (binding) =>
          isLive(binding) &&
          binding.identityProvider === orphan.identityProvider &&
          binding.audience === orphan.audience,
      );
    if (await isNeeded()) continue;
    const written = [await iam.removeClientId(issuer, orphan.audience)];
    const reasons = [`No binding has accounted for ${orphan.audience} at the provider of ${issuer} for a day.`];
    await record(request, { decision: 'audience-removed', reasons, written }, ports);
    if (await isNeeded()) await iam.addClientId(issuer, orphan.audience);
  }
};

/** One tenant's applications a run; those of another come with the next one. */
const retirementOf = (
  orphans: readonly Orphan[],
  anyProvider: string | undefined,
  within: Retirement['within'],
): Retirement | null => {
  const applications = orphans.flatMap((orphan) => (orphan.kind === 'application' ? [orphan] : []));
  const identityProvider = applications[0]?.identityProvider ?? anyProvider;
  if (identityProvider === undefined) return null;
  return {
    identityProvider,
    uniqueNames: applications
      .filter((each) => each.identityProvider === identityProvider)
      .slice(0, maxRetired)
      .map(({ uniqueName }) => uniqueName),
    onDelete: 'retire',
    ...(within !== undefined && { within }),
  };
};
