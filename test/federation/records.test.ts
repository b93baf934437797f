import type { AccountFacts } from '../../federation/compiled-policy';
import { currentFacts, type AccountSighting } from '../../federation/records';
import { facts } from './support/cases';

const moved: AccountFacts = { ...facts, organizationalUnit: '/Sandbox' };
const renamed: AccountFacts = { ...facts, name: 'payments-us' };
const reordered: AccountFacts = {
  tags: { ...facts.tags },
  organizationalUnit: '/Workloads/Prod',
  name: facts.name,
  id: facts.id,
};

describe('currentFacts', () => {
  it.each<readonly [string, AccountSighting | undefined, AccountFacts | undefined, AccountFacts | undefined]>([
    ['nothing is known', undefined, undefined, undefined],
    ['only the lock file knows', undefined, facts, facts],
    ['only an event has shown it', { facts: moved }, undefined, moved],
    ['an event came after the lock file', { facts: moved, lockedAs: facts }, facts, moved],
    ['the lock file is the same, written otherwise', { facts: moved, lockedAs: facts }, reordered, moved],
    ['the lock file is newer', { facts: moved, lockedAs: facts }, renamed, renamed],
    ['the lock file has come to know it', { facts: moved }, facts, facts],
    ['the lock file has caught up', { facts: moved, lockedAs: facts }, moved, moved],
    [
      'a tag of the lock file is newer',
      { facts: moved, lockedAs: facts },
      { ...facts, tags: {} },
      { ...facts, tags: {} },
    ],
    ['the lock file knows it no longer', { facts: moved, lockedAs: facts }, undefined, moved],
  ])('%s', (_what, sighting, locked, expected) => {
    expect(currentFacts(sighting, locked)).toEqual(expected);
  });
});
