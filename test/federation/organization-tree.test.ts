import { walkOrganization } from '../../federation/organization-tree';

/** AWS Organizations answers so many accounts or units a page. */
const pageSize = 20;

/** How many calls it takes to walk through units directly below the root, with as many accounts in each. */
const callsFor = async (units: number, accountsEach: number): Promise<number> => {
  let calls = 0;
  const paged = <T>(items: readonly T[]): Promise<readonly T[]> => {
    calls += Math.max(1, Math.ceil(items.length / pageSize));
    return Promise.resolve(items);
  };
  const tree = await walkOrganization({
    listRoots: () => paged(['r-1']),
    listOrganizationalUnitsForParent: (parent) =>
      paged(parent === 'r-1' ? Array.from({ length: units }, (_, n) => ({ id: `ou-${n}`, name: `Unit ${n}` })) : []),
    listAccountsForParent: (parent) =>
      paged(
        Array.from({ length: parent === 'r-1' ? 0 : accountsEach }, (_, n) => ({
          id: `${parent}-${n}`,
          name: 'account',
          isActive: true,
          isClosed: false,
        })),
      ),
  });
  expect(tree.accounts).toHaveLength(units * accountsEach);
  return calls;
};

// The figures that docs/lifecycle.md gives.
it.each([
  [100, 10, 207],
  [20, 50, 83],
  [500, 20, 1027],
  [100, 100, 607],
])('walks %d units of %d accounts by %d calls, none of them for an account', async (units, each, calls) => {
  expect(await callsFor(units, each)).toBe(calls);
});
