import type { GuardLimits } from '../compiled-policy';
import type { AccountLosses } from './losses';

/** Whether a run may go on by itself, and if not, why: sentences. */
export type GuardVerdict =
  | { readonly kind: 'go'; readonly totals: LossTotals; readonly held: readonly HeldAccount[] }
  | { readonly kind: 'stop'; readonly totals: LossTotals; readonly because: readonly string[] };

/** An account that a run leaves as it is, because most of it would go. */
export interface HeldAccount {
  readonly account: string;
  readonly because: string;
}

/** The losses of all accounts together. */
export interface LossTotals {
  readonly managed: number;
  readonly removed: number;
  readonly rewritten: number;
  /** How many accounts lose something. */
  readonly accounts: number;
}

/**
 * So many accounts are held one by one at most; where more of them would lose most of what they have, one question is
 * asked for all. Whoever administers one account must not be able to keep the others from being healed.
 */
const mostHeld = 5;

/**
 * Holds the accounts that would lose most of what they have, and stops a run that would delete or rewrite more than a
 * share of what is managed in the others together: what is held is not written, so that it keeps no other account
 * waiting. Both limits have a number beside the share, so that what is small can still be changed.
 */
export const guard = (accounts: readonly AccountLosses[], limits: GuardLimits): GuardVerdict => {
  const totals = totalsOf(accounts);
  const held = accounts.flatMap((account) => inAccount(account, limits));
  const going = accounts.filter((account) => inAccount(account, limits).length === 0);
  const inOthers = inAll(going, held.length > 0 ? ' in the other accounts' : '', limits);
  if (inOthers.length === 0 && held.length <= mostHeld) return { kind: 'go', totals, held };
  return { kind: 'stop', totals, because: [...inOthers, ...held.map(({ because }) => because)] };
};

const inAll = (
  accounts: readonly AccountLosses[],
  where: string,
  { atLeast, sharePercent }: GuardLimits,
): readonly string[] => {
  const { managed, removed, rewritten } = totalsOf(accounts);
  const lost = removed + rewritten;
  if (lost < atLeast || !isMoreThan(lost, managed, sharePercent)) return [];
  return [`It would delete or rewrite ${lost} of ${managed}${where}, more than ${sharePercent} %.`];
};

/** The guard of one account alone: only what is said of one account counts. */
export const guardAccount = (account: AccountLosses, limits: GuardLimits): GuardVerdict => {
  const because = inAccount(account, limits).map((held) => held.because);
  const totals = totalsOf([account]);
  return because.length === 0 ? { kind: 'go', totals, held: [] } : { kind: 'stop', totals, because };
};

const inAccount = (
  { account, managed, removed, rewritten }: AccountLosses,
  { accountSharePercent, accountAtLeast }: GuardLimits,
): readonly HeldAccount[] => {
  const lost = removed + rewritten;
  if (lost < accountAtLeast || !isMoreThan(lost, managed, accountSharePercent)) return [];
  return [
    {
      account,
      because: `It would delete or rewrite ${lost} of ${managed} in ${account}, more than ${accountSharePercent} %.`,
    },
  ];
};

const isMoreThan = (lost: number, managed: number, percent: number): boolean => lost * 100 > managed * percent;

const totalsOf = (accounts: readonly AccountLosses[]): LossTotals => ({
  managed: sum(accounts.map(({ managed }) => managed)),
  removed: sum(accounts.map(({ removed }) => removed)),
  rewritten: sum(accounts.map(({ rewritten }) => rewritten)),
  accounts: accounts.filter(({ removed, rewritten }) => removed + rewritten > 0).length,
});

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
