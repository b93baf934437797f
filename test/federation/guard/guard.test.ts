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
    ['what nobody knows of any more is lost, and nothing else is managed', [losing(12, 12)], 'stop'],
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
        const order = ['go', 'hold', 'stop'];
        return order.indexOf(strictness(guard(more, limits))) >= order.indexOf(strictness(guard(accounts, limits)));
      }),
    );
  });
});
