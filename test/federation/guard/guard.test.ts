import fc from 'fast-check';
import { guard, guardAccount, type AccountLosses } from '../../../federation/guard';

const limits = { sharePercent: 30, atLeast: 10, accountSharePercent: 50, accountAtLeast: 5, removalsPerHour: 50 };
const losing = (removed: number, managed: number, more: Partial<AccountLosses> = {}): AccountLosses => ({
  account: '444444444444',
  managed,
  removed,
  rewritten: 0,
  ...more,
});
/** So many accounts that lose a little each. */
const spread = (accounts: number, removed: number, managed: number): readonly AccountLosses[] =>
  Array.from({ length: accounts }, (_, index) => losing(removed, managed, { account: String(index) }));

describe('the guard', () => {
  it.each<[string, readonly AccountLosses[], 'go' | 'stop']>([
    ['nothing is managed', [], 'go'],
    ['nothing is lost', [losing(0, 100)], 'go'],
    ['two fifths are lost', spread(5, 4, 10), 'stop'],
    ['just the share is lost', spread(10, 3, 10), 'go'],
    ['one more than the share is lost', [...spread(10, 3, 10), losing(1, 0)], 'stop'],
    ['more than the share is lost, and that is little', spread(9, 1, 2), 'go'],
    ['as little as is enough to count is lost', spread(10, 1, 2), 'stop'],
    ['most of one account is lost among many', [losing(6, 10), ...spread(50, 0, 10)], 'stop'],
    ['half of one account is lost', [losing(5, 10), ...spread(50, 0, 10)], 'go'],
    ['all of a small account is lost', [losing(4, 4), ...spread(50, 0, 10)], 'go'],
    ['what is rewritten counts as much', [losing(3, 10, { rewritten: 3 }), ...spread(50, 0, 10)], 'stop'],
    ['what nobody knows of any more is lost, and nothing else is managed', [losing(12, 12)], 'stop'],
  ])('%s: %s', (_what, accounts, verdict) => {
    const found = guard(accounts, limits);
    expect(found.kind).toBe(verdict);
    if (found.kind === 'stop') for (const because of found.because) expect(because).toMatch(/^It would .* %\.$/);
  });

  it('of one account alone minds nothing but that account', () => {
    expect(guardAccount(losing(20, 50), limits).kind).toBe('go');
    expect(guardAccount(losing(26, 50), limits)).toMatchObject({ kind: 'stop', totals: { removed: 26, accounts: 1 } });
  });

  it('never lets pass more than it stops: another loss is never a reason to go on', () => {
    const account = fc.record({
      account: fc.stringMatching(/^[0-9]{12}$/),
      managed: fc.nat(100),
      removed: fc.nat(100),
      rewritten: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(account, { minLength: 1 }), (accounts) => {
        const [first, ...others] = accounts;
        const more = [{ ...first!, removed: first!.removed + 1 }, ...others];
        return guard(accounts, limits).kind === 'go' || guard(more, limits).kind === 'stop';
      }),
    );
  });
});
