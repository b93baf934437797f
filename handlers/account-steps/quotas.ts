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
 * Counts a binding that is taken down because of an event, for its account and for the organization.
 * @throws Failure `RemovalsStopped` where a budget is used up: then the nightly reconcile goes on.
 */
export const spendRemoval = async (account: string, role: string, ports: AccountStepsPorts): Promise<void> => {
  await spend({ account, role }, 'account', ports);
  await spend({ account, role }, 'organization', ports);
};

/**
 * Lets an account be released while the organization has something left of its budget, however many bindings that takes:
 * the access role may not stay for long. The nightly reconcile, whose guard adds up what many accounts lose, goes on.
 * @returns what counts the bindings, once they are asked for: tried again, a release is not stopped by itself.
 * @throws Failure `RemovalsStopped`
 */
export const spendRelease = async (
  account: string,
  bindings: number,
  ports: AccountStepsPorts,
): Promise<() => Promise<void>> => {
  const left = await spend({ account }, 'organization', ports);
  return async () => {
    // The budget is used up and not overdrawn, so that the next one that is stopped by it is told of.
    const count = Math.min(bindings - 1, left);
    if (count > 0) await ports.table.spend({ budget: 'removals', count, now: ports.clock.now().toISOString() });
  };
};

/**
 * Counts one against a budget, and answers how many are left of it. The first one that has to stay because of it is told
 * of; the others of that hour are only logged.
 */
const spend = async (
  subject: { readonly account: string; readonly role?: string },
  budget: 'account' | 'organization',
  { table, clock, policy, outcomes }: AccountStepsPorts,
): Promise<number> => {
  const { account, role } = subject;
  const isOfAccount = budget === 'account';
  const { removalsPerHour } = isOfAccount ? policy.perAccount : policy.guard;
  const now = clock.now().toISOString();
  const spent = await table.spend({ ...(isOfAccount && { account }), budget: 'removals', now });
  if (spent <= removalsPerHour) return removalsPerHour - spent;
  if (spent === removalsPerHour + 1) {
    const detail = { ...subject, budget, removalsPerHour, next: nextIfStopped };
    await outcomes.publish({ type: 'Removals Stopped', detail });
  }
  const who = isOfAccount ? `The account ${account}` : 'The organization';
  const what = role === undefined ? `what is bound in ${account} stays` : `that of ${role} in ${account} stays`;
  throw new Failure('RemovalsStopped', `${who} has lost ${removalsPerHour} bindings in this hour; ${what}.`);
};

const nextIfStopped =
  'Until the hour is over no event takes a binding down any more. See what makes so many changes; the nightly reconcile takes down what is still to go then.';
