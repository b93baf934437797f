import fc from 'fast-check';
import { guard, guardAccount, type AccountLosses, type GuardVerdict } from '../../../federation/guard';

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

/** What a verdict keeps back: nothing, accounts, or everything. */
const strictness = (verdict: GuardVerdict): 'go' | 'hold' | 'stop' => {
  if (verdict.kind === 'stop') return 'stop';
  return verdict.held.length > 0 ? 'hold' : 'go';
};

describe('the guard', () => {
  it.each<[string, readonly AccountLosses[], 'go' | 'hold' | 'stop']>([
    ['nothing is managed', [], 'go'],
    ['nothing is lost', [losing(0, 100)], 'go'],
    ['two fifths are lost', spread(5, 4, 10), 'stop'],
    ['just the share is lost', spread(10, 3, 10), 'go'],
    ['one more than the share is lost', [...spread(10, 3, 10), losing(1, 0)], 'stop'],
    ['more than the share is lost, and that is little', spread(9, 1, 2), 'go'],
    ['as little as is enough to count is lost', spread(10, 1, 2), 'stop'],
    ['most of one account is lost among many', [losing(6, 10), ...spread(50, 0, 10)], 'hold'],
    ['most of five accounts is lost among many', [...spread(5, 6, 10), losing(0, 500)], 'hold'],
    ['most of six accounts is lost among many', [...spread(6, 6, 10), losing(0, 500)], 'stop'],
    ['half of one account is lost', [losing(5, 10), ...spread(50, 0, 10)], 'go'],
    ['all of a small account is lost', [losing(4, 4), ...spread(50, 0, 10)], 'go'],
    ['what is rewritten counts as much', [losing(3, 10, { rewritten: 3 }), ...spread(50, 0, 10)], 'hold'],
    ['what nobody knows of any more is lost, and nothing else is managed', [losing(12, 12)], 'hold'],
    ['one account loses more than the share of all by itself', [losing(100, 100), ...spread(10, 1, 10)], 'hold'],
    ['and the others lose more than the share of theirs, too', [losing(100, 100), ...spread(10, 4, 10)], 'stop'],
    ['and what the others have is much less', [losing(500, 900), ...spread(10, 4, 10)], 'stop'],
  ])('%s: %s', (_what, accounts, verdict) => {
    const found = guard(accounts, limits);
    expect(strictness(found)).toBe(verdict);
    const said = found.kind === 'stop' ? found.because : found.held.map(({ because }) => because);
    for (const because of said) expect(because).toMatch(/^It would .* %\.$/);
  });

  it('holds those accounts alone that would lose most of what they have', () => {
    const found = guard([losing(6, 10, { account: 'most' }), ...spread(50, 1, 10)], { ...limits, atLeast: 100 });
    expect(found).toMatchObject({ kind: 'go', held: [{ account: 'most' }] });
  });

  it('of one account alone minds nothing but that account', () => {
    expect(guardAccount(losing(20, 50), limits).kind).toBe('go');
    expect(guardAccount(losing(26, 50), limits)).toMatchObject({ kind: 'stop', totals: { removed: 26, accounts: 1 } });
  });

  const anAccount = fc
    .record({ managed: fc.nat(100), removed: fc.nat(100), rewritten: fc.nat(100) })
    .map((counted) => ({ account: '444444444444', ...counted }));
  const someAccounts = fc
    .array(anAccount)
    .map((accounts) => accounts.map((one, index) => ({ ...one, account: String(index) })));

  it('never lets more go on than the limits say: of all that goes on together, and of each account', () => {
    fc.assert(
      fc.property(someAccounts, (accounts) => {
        const found = guard(accounts, limits);
        if (found.kind === 'stop') return;
        const held = new Set(found.held.map(({ account }) => account));
        const going = accounts.filter(({ account }) => !held.has(account));
        expect(strictness(guard(going, limits))).toBe('go');
        for (const one of going) expect(guardAccount(one, limits).kind).toBe('go');
      }),
    );
  });

  it('never keeps others waiting for an account that waits for a confirmation of its own', () => {
    fc.assert(
      fc.property(someAccounts, anAccount, (others, one) => {
        const without = guard(others, limits);
        fc.pre(without.kind === 'go' && without.held.length < 5 && guardAccount(one, limits).kind === 'stop');
        expect(guard([...others, one], limits)).toMatchObject({ kind: 'go' });
      }),
    );
  });
});
