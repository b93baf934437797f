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
 * Counts a binding that is taken down because of an event.
 * @throws Failure `BudgetReached` where the account has used its budget up: then the nightly reconcile goes on.
 */
export const spendRemoval = async (
  account: string,
  roleName: string,
  { table, clock, policy }: AccountStepsPorts,
): Promise<void> => {
  const spent = await table.spend({ account, budget: 'removals', now: clock.now().toISOString() });
  if (spent > policy.perAccount.removalsPerHour) {
    throw new Failure(
      'BudgetReached',
      `The account ${account} has lost ${spent - 1} bindings in this hour; that of ${roleName} stays.`,
    );
  }
};
