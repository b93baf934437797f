import type { OrganizationReader, OrganizationSnapshot, SnapshotAccount } from '../../../federation/organization';
import { type Diagnostic, diagnostic } from '../diagnostics';

/** A snapshot, unless the organization holds what the configuration cannot name. */
export interface ReadOrganization {
  readonly snapshot?: OrganizationSnapshot;
  /** At the start of the lock file, which is not written then. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How many calls are under way at a time; AWS Organizations allows few calls a second. */
const concurrency = 4;

/**
 * Reads the tree of organizational units, level by level, and the active accounts with their tags.
 * @param lockFile the path that diagnostics name.
 * @throws Failure as the reader's calls do.
 */
export const readOrganization = async (reader: OrganizationReader, lockFile: string): Promise<ReadOrganization> => {
  const organization = await reader.describeOrganization();
  const units: Unit[] = [];
  let level: readonly Unit[] = (await reader.listRoots()).map((id) => ({ id, path: '/' }));
  const diagnostics: Diagnostic[] = [];
  while (level.length > 0) {
    units.push(...level);
    const below = await eachOf(level, async (parent) =>
      (await reader.listOrganizationalUnitsForParent(parent.id)).map((unit) => ({ ...unit, parent })),
    );
    level = below.flat().flatMap(({ id, name, parent }): Unit[] => {
      if (/^[^/:]+$/.test(name)) return [{ id, path: `${parent.path === '/' ? '' : parent.path}/${name}` }];
      const message = `The organizational unit \`${name}\` (${id}) below \`${parent.path}\` has \`/\` or \`:\` in its name, which paths of units cannot have. Rename it in AWS Organizations.`;
      diagnostics.push(diagnostic({ file: lockFile, line: 1, column: 1 }, 'wrong-value', message));
      return [];
    });
  }
  if (diagnostics.length > 0) return { diagnostics };

  const listed = await eachOf(units, async (unit) =>
    (await reader.listAccountsForParent(unit.id)).map((account) => ({ ...account, organizationalUnit: unit.path })),
  );
  // An account that is moved meanwhile can be seen twice.
  const active = new Map(listed.flat().flatMap((account) => (account.isActive ? [[account.id, account]] : [])));
  const accounts = await eachOf(
    [...active.values()],
    async ({ id, name, organizationalUnit }): Promise<SnapshotAccount> => {
      const tags = await reader.listTags(id);
      return { id, name, organizationalUnit, tags };
    },
  );
  return { snapshot: { organization, organizationalUnits: units, accounts }, diagnostics: [] };
};

interface Unit {
  readonly id: string;
  readonly path: string;
}

/** Maps every item, a few at a time, and keeps their order. */
const eachOf = async <From, To>(items: readonly From[], map: (item: From) => Promise<To>): Promise<readonly To[]> => {
  const results: To[] = [];
  for (let start = 0; start < items.length; start += concurrency) {
    results.push(...(await Promise.all(items.slice(start, start + concurrency).map(map))));
  }
  return results;
};
