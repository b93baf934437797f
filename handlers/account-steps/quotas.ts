import { audienceApplicationOf } from '../../federation/callers';
import type { BindingPolicy } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { BindingRecord } from '../../federation/records';
import { audienceQuota } from '../../federation/reconcile';
import { isLive } from '../../federation/standing';
import type { AccountStepsPorts } from './ports';

/** From so many on it is told that the quota is near. */
export const audienceWarning = 90;

/** How many audiences a provider has, the standing placeholder among them, as far as the records tell. */
export const audiencesIn = (identityProvider: string, bindings: readonly BindingRecord[]): number =>
  1 + new Set(liveAudiences(identityProvider, bindings)).size;

const liveAudiences = (identityProvider: string, bindings: readonly BindingRecord[]): readonly string[] =>
  bindings.flatMap((binding) =>
    isLive(binding) && binding.identityProvider === identityProvider && binding.audience !== undefined
      ? [binding.audience]
      : [],
  );

/**
 * Makes sure that there is room for another binding before anything is registered for it: what could not be used would
 * only fill the directory.
 * @throws Failure `AudienceQuotaReached`, `BudgetReached`
 */
export const requireRoom = async (
  account: string,
  roleName: string,
  policy: BindingPolicy,
  { table, policy: { perAccount } }: AccountStepsPorts,
): Promise<void> => {
  const bindings = await table.listBindings(account);
  const others = bindings.filter((binding) => binding.roleName.toLowerCase() !== roleName.toLowerCase());
  if (needsAnotherAudience(policy, account, others) && audiencesIn(policy.identityProvider, others) >= audienceQuota) {
    throw new Failure(
      'AudienceQuotaReached',
      `The provider of ${policy.identityProvider} in ${account} has no room for the role ${roleName}.`,
    );
  }
  if (policy.caller.kind !== 'own-application') return;
  const applications = others.filter((binding) => isLive(binding) && binding.caller === 'own-application').length;
  if (applications >= perAccount.applications) {
    throw new Failure(
      'BudgetReached',
      `The account ${account} has ${applications} applications, and no more for the role ${roleName}.`,
    );
  }
};

const needsAnotherAudience = (policy: BindingPolicy, account: string, others: readonly BindingRecord[]): boolean => {
  const live = others.filter((binding) => isLive(binding) && binding.audience !== undefined);
  const { caller } = policy;
  switch (caller.kind) {
    case 'own-application': {
      const shared = audienceApplicationOf(policy, account);
      return shared === undefined || !live.some(({ audienceUniqueName }) => audienceUniqueName === shared);
    }
    case 'shared':
      return !live.some((binding) => binding.caller === 'shared' && binding.policy === policy.name);
    case 'existing':
      return !live.some(({ audience }) => audience === caller.audience);
  }
};

/**
 * Counts a binding that is taken down because of an event, for its account and for the organization. The first one that
 * has to stay because of it is told of; the others of that hour are only logged.
 * @throws Failure `RemovalsStopped` where a budget is used up: then the nightly reconcile goes on.
 */
export const spendRemoval = async (
  account: string,
  roleName: string,
  { table, clock, policy, outcomes }: AccountStepsPorts,
): Promise<void> => {
  const now = clock.now().toISOString();
  const budgets = [
    { budget: 'account', whose: { account }, removalsPerHour: policy.perAccount.removalsPerHour },
    { budget: 'organization', whose: {}, removalsPerHour: policy.guard.removalsPerHour },
  ] as const;
  for (const { budget, whose, removalsPerHour } of budgets) {
    const spent = await table.spend({ ...whose, budget: 'removals', now });
    if (spent <= removalsPerHour) continue;
    if (spent === removalsPerHour + 1) {
      const detail = { account, role: roleName, budget, removalsPerHour, next: nextIfStopped };
      await outcomes.publish({ type: 'Removals Stopped', detail });
    }
    throw new Failure(
      'RemovalsStopped',
      `${budget === 'account' ? `The account ${account}` : 'The organization'} has lost ${removalsPerHour} bindings in this hour; that of ${roleName} in ${account} stays.`,
    );
  }
};

const nextIfStopped =
  'Until the hour is over no event takes a binding down any more. See what makes so many changes; the nightly reconcile takes down what is still to go then.';
