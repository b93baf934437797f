import type { ListedAccount, OrganizationReader } from './organization';

/** An organizational unit; the root's path is `/`. */
export interface TreeUnit {
  readonly id: string;
  readonly path: string;
}

/** An account of the tree. */
export type TreeAccount = ListedAccount & {
  /** The unit that it is directly in. */
  readonly unit: TreeUnit;
};

/** An organization as a walk through it has found it. */
export interface OrganizationTree {
  readonly units: readonly TreeUnit[];
  /** Each once: one that is moved during the walk can be seen twice. */
  readonly accounts: readonly TreeAccount[];
  /** Units whose names no path can have; what is below them was not read. */
  readonly misnamed: readonly { readonly id: string; readonly name: string; readonly parent: string }[];
}

/** How many calls are under way at a time; AWS Organizations allows few calls a second. */
const concurrency = 4;

/** Reads the tree of organizational units, level by level, and the accounts in each. @throws Failure as the reader's calls do. */
export const walkOrganization = async (
  reader: Pick<OrganizationReader, 'listRoots' | 'listOrganizationalUnitsForParent' | 'listAccountsForParent'>,
): Promise<OrganizationTree> => {
  const units: TreeUnit[] = [];
  const misnamed: OrganizationTree['misnamed'][number][] = [];
  let level: readonly TreeUnit[] = (await reader.listRoots()).map((id) => ({ id, path: '/' }));
  while (level.length > 0) {
    units.push(...level);
    const below = await eachOf(level, async (parent) =>
      (await reader.listOrganizationalUnitsForParent(parent.id)).map((unit) => ({ ...unit, parent })),
    );
    level = below.flat().flatMap(({ id, name, parent }): TreeUnit[] => {
      if (isUnitName(name)) return [{ id, path: pathBelow(parent.path, name) }];
      misnamed.push({ id, name, parent: parent.path });
      return [];
    });
  }
  const listed = await eachOf(units, async (unit) =>
    (await reader.listAccountsForParent(unit.id)).map((account) => ({ ...account, unit })),
  );
  const accounts = new Map(listed.flat().map((account) => [account.id, account]));
  return { units, accounts: [...accounts.values()], misnamed };
};

/** Whether a path can have a unit of that name. */
export const isUnitName = (name: string): boolean => /^[^/:]+$/.test(name);

/** The path of a unit below another one. */
export const pathBelow = (parent: string, name: string): string => `${parent === '/' ? '' : parent}/${name}`;

/** Maps every item, a few at a time, and keeps their order. */
export const eachOf = async <From, To>(
  items: readonly From[],
  map: (item: From) => Promise<To>,
): Promise<readonly To[]> => {
  const results: To[] = [];
  for (let start = 0; start < items.length; start += concurrency) {
    results.push(...(await Promise.all(items.slice(start, start + concurrency).map(map))));
  }
  return results;
};
