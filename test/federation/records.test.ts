import type { AccountFacts } from '../../federation/compiled-policy';
import { currentFacts, lockedText, type AccountRecord } from '../../federation/records';
import { facts } from './support/cases';

const moved: AccountFacts = { ...facts, organizationalUnit: '/Sandbox' };
const at = '2026-11-23T10:00:00.000Z';

/** A reading, made while the lock file said this of the account. */
const read = (seen: AccountFacts, locked: AccountFacts | undefined): AccountRecord => ({
  ...seen,
  reading: { at, locked: lockedText(locked) },
});
const closed: AccountFacts = { ...facts, departed: 'closed' };

describe('currentFacts', () => {
  it.each<readonly [string, AccountRecord | undefined, AccountFacts | undefined, AccountFacts | undefined]>([
    ['nothing is known', undefined, undefined, undefined],
    ['only the lock file knows', undefined, facts, facts],
    ['only an event has shown it', moved, undefined, moved],
    ['both know, and an event never overrules the lock file', moved, facts, facts],
    ['both know, and an old event does not come back to life with an old lock file', facts, moved, moved],
    ['a reading overrules the lock file that stood when it was made', read(moved, facts), facts, moved],
    [
      'a lock file that has been renewed since overrules a reading',
      read(moved, facts),
      { ...facts, name: 'x' },
      { ...facts, name: 'x' },
    ],
    ['a lock file that has taken the account in since overrules a reading', read(moved, undefined), facts, facts],
    ['an account that the lock file has let go of is as it was read', read(closed, facts), undefined, closed],
    ['that an account is closed overrules the lock file', read(closed, facts), facts, closed],
  ])('%s', (_what, recorded, locked, expected) => {
    expect(currentFacts(recorded, locked)).toEqual(expected);
  });

  it('takes two lock files for the same whose tags stand in another order', () => {
    const one = { ...facts, tags: { a: '1', b: '2' } };
    const other = { ...facts, tags: { b: '2', a: '1' } };
    expect(currentFacts(read(moved, one), other)).toMatchObject(moved);
  });
});
