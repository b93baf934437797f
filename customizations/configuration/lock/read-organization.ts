import type { OrganizationReader, OrganizationSnapshot, SnapshotAccount } from '../../../federation/organization';
import { eachOf, walkOrganization } from '../../../federation/organization-tree';
import { type Diagnostic, diagnostic } from '../diagnostics';

/** A snapshot, unless the organization holds what the configuration cannot name. */
export interface ReadOrganization {
  readonly snapshot?: OrganizationSnapshot;
  /** At the start of the lock file, which is not written then. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the tree of organizational units, level by level, and the active accounts with their tags.
 * @param lockFile the path that diagnostics name.
 * @throws Failure as the reader's calls do.
 */
export const readOrganization = async (reader: OrganizationReader, lockFile: string): Promise<ReadOrganization> => {
  const organization = await reader.describeOrganization();
  const tree = await walkOrganization(reader);
  const diagnostics = tree.misnamed.map(({ id, name, parent }) => {
    const message = `The organizational unit \`${name}\` (${id}) below \`${parent}\` has \`/\` or \`:\` in its name, which paths of units cannot have. Rename it in AWS Organizations.`;
    return diagnostic({ file: lockFile, line: 1, column: 1 }, 'wrong-value', message);
  });
  if (diagnostics.length > 0) return { diagnostics };

  const accounts = await eachOf(
    tree.accounts.filter(({ isActive }) => isActive),
    async ({ id, name, unit }): Promise<SnapshotAccount> => {
      const tags = await reader.listTags(id);
      return { id, name, organizationalUnit: unit.path, tags };
    },
  );
  return { snapshot: { organization, organizationalUnits: tree.units, accounts }, diagnostics: [] };
};
