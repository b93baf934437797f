import type { AccountFacts } from '../../federation/compiled-policy';
import type { ExaminedAccount } from '../../federation/examine';
import { placeholderAudience, providerThumbprint } from '../../federation/names';
import { pauseScopes } from '../../federation/pauses';
import type { AccountIam } from '../../federation/ports';
import {
  audienceQuota,
  providerNeeds,
  type Orphan,
  type ProviderNeed,
  type RoleRequest,
} from '../../federation/reconcile';
import { isLive } from '../../federation/standing';
import type { Retirement } from '../../schemas/generated/events/retirement.types';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { announceExpiry } from './announce-expiry';
import { record } from './decisions';
import { identityProviderNamed } from './identity-provider';
import type { AccountStepsPorts } from './ports';
import { requestWorkflows } from './requests';

/** So many applications are retired in one run; the next one goes on. */
const maxRetired = 20;

/**
 * Has done what a reconcile has found to be done in an account. What concerns a role is left to that role's own workflow,
 * under its own lock; it decides once more. What nothing accounts for and was seen a day ago already goes here. Answers
 * the applications that are to be retired.
 * @param iam undefined for an account out of scope.
 */
export const carryOut = async (
  { observation, reconcile: plan }: Pick<ExaminedAccount, 'observation' | 'reconcile'>,
  iam: AccountIam | undefined,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<Retirement> => {
  const { account, now } = observation;
  if (iam !== undefined) {
    await removeAudiences(iam, plan.orphans, request, ports);
    const needs = providerNeeds(observation, plan.requests, ports.policy);
    await keepProviders(iam, plan.paused === undefined ? needs : needs.filter(isOnlyTold), request, ports);
  }
  await announceExpiry(account.id, plan.expiring, ports);
  await requestWorkflows(
    [...plan.requests, ...closings(plan.orphans)].map(({ trigger, roleName }) => ({
      trigger,
      roleName,
      account: account.id,
    })),
    request,
    now,
    ports,
  );
  await ports.table.writeSightings(account.id, plan.sightings);
  const asked = (trigger: (typeof plan.requests)[number]['trigger']): number =>
    plan.requests.filter((each) => each.trigger === trigger).length;
  await ports.outcomes.publish({
    type: 'Account Reconciled',
    detail: {
      account: account.id,
      onboarded: asked('role-created'),
      released: asked('role-released'),
      removed: asked('role-deleted') + plan.orphans.length,
      declared: asked('role-declared'),
      sighted: plan.sightings.map(({ what }) => what),
    },
  });
  return retirementOf(plan.orphans, account, ports);
};

/** A statement is closed under the lock of its role, too. */
const closings = (orphans: readonly Orphan[]): readonly Pick<RoleRequest, 'trigger' | 'roleName'>[] =>
  orphans.flatMap((orphan) =>
    orphan.kind === 'statement' ? [{ trigger: 'role-released', roleName: orphan.roleName }] : [],
  );

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
        const reasons = [`The provider of ${issuer} lacked ${placeholderAudience}.`];
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
export const retirementOf = (
  orphans: readonly Orphan[],
  account: AccountFacts,
  { policy }: Pick<AccountStepsPorts, 'policy'>,
): Retirement => {
  const applications = orphans.flatMap((orphan) => (orphan.kind === 'application' ? [orphan] : []));
  const identityProvider = applications[0]?.identityProvider ?? policy.identityProviders[0]?.name ?? 'none';
  return {
    identityProvider,
    uniqueNames: applications
      .filter((each) => each.identityProvider === identityProvider)
      .slice(0, maxRetired)
      .map(({ uniqueName }) => uniqueName),
    onDelete: 'retire',
    within: [...pauseScopes(account, policy, [])],
  };
};
