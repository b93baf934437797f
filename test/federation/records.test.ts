import type { AccountFacts } from '../../federation/compiled-policy';
import { currentFacts } from '../../federation/records';
import { facts } from './support/cases';

const moved: AccountFacts = { ...facts, organizationalUnit: '/Sandbox' };

describe('currentFacts', () => {
  it.each<readonly [string, AccountFacts | undefined, AccountFacts | undefined, AccountFacts | undefined]>([
    ['nothing is known', undefined, undefined, undefined],
    ['only the lock file knows', undefined, facts, facts],
    ['only an event has shown it', moved, undefined, moved],
    ['both know, and an event never overrules the lock file', moved, facts, facts],
    ['both know, and an old event does not come back to life with an old lock file', facts, moved, moved],
  ])('%s', (_what, sighted, locked, expected) => {
    expect(currentFacts(sighted, locked)).toEqual(expected);
  });
});
