import type { ExaminedAccount } from '../examine';
import { cutOffBy, type PlannedAction } from '../plan/plan';
import { isLive } from '../standing';

/** What an action takes away, as a guard and a confirmation name it. */
export interface Loss {
  readonly kind: PlannedAction['kind'];
  /** Whether the thing goes, or goes on for somebody else. */
  readonly effect: 'remove' | 'rewrite';
  readonly role?: string;
  readonly subject?: string;
}

/** What is to be lost of what is managed in an account. */
export interface AccountLosses {
  readonly account: string;
  /** Bindings that are live, and what nothing accounts for and is to go. */
  readonly managed: number;
  readonly removed: number;
  /** Bindings that afterwards admit less than they do now. */
  readonly rewritten: number;
}

/**
 * The actions that take something away: everything that removes, and each change after which somebody is no longer
 * admitted. What only mends, such as an audience that was wiped, is none.
 */
export const lossesOf = (actions: readonly PlannedAction[]): readonly Loss[] =>
  actions.flatMap((action) => {
    const { kind, effect, role, subject } = action;
    const isRemoved = effect === 'remove';
    if (!isRemoved && (effect !== 'change' || cutOffBy(action).length === 0)) return [];
    return [
      {
        kind,
        effect: isRemoved ? 'remove' : 'rewrite',
        ...(role !== undefined && { role }),
        ...(subject !== undefined && { subject }),
      },
    ];
  });

/** Counts the losses of an account against what is managed there. */
export const countLosses = (
  { observation: { account, bindings }, reconcile }: Pick<ExaminedAccount, 'observation' | 'reconcile'>,
  losses: readonly Loss[],
): AccountLosses => {
  const removed = losses.filter(({ effect }) => effect === 'remove').length;
  return {
    account: account.id,
    managed: bindings.filter(isLive).length + reconcile.orphans.length,
    removed,
    rewritten: losses.length - removed,
  };
};

/** The losses that are not among those that were planned. */
export const beyondPlan = (losses: readonly Loss[], planned: readonly Loss[]): readonly Loss[] => {
  const known = new Set(planned.map(keyOf));
  return losses.filter((loss) => !known.has(keyOf(loss)));
};

/** A loss in words: `release web-deployer`. */
export const describeLoss = ({ kind, role, subject }: Loss): string => [kind, role, subject].filter(Boolean).join(' ');

const keyOf = ({ kind, role = '', subject = '' }: Loss): string => [kind, role.toLowerCase(), subject].join('\n');
