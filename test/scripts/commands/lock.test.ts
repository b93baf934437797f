import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { OrganizationReader } from '../../../federation/organization';
import { lock } from '../../../scripts/commands/lock';
import { recordingTerminal, snapshot, withSample } from '../support';

const reader = (units: Readonly<Record<string, readonly { id: string; name: string }[]>>): OrganizationReader => ({
  describeOrganization: () => Promise.resolve('o-a1b2c3d4e5'),
  listRoots: () => Promise.resolve(['r-ab12']),
  listOrganizationalUnitsForParent: (parent) => Promise.resolve(units[parent] ?? []),
  listAccountsForParent: (parent) =>
    Promise.resolve(
      parent === 'r-ab12'
        ? [
            { id: '111111111111', name: 'Management', isActive: true, isClosed: false },
            { id: '999999999999', name: 'closed', isActive: false, isClosed: true },
          ]
        : [],
    ),
  listTags: () => Promise.resolve({ team: 'core' }),
});

describe('lock', () => {
  it('writes the tree and the active accounts, and says so when nothing is new', async () => {
    await withSample(async (folder) => {
      const config = path.join(folder, 'config');
      const source = reader({ 'r-ab12': [{ id: 'ou-ab12-sandbox0', name: 'Sandbox' }] });
      const first = recordingTerminal();
      expect(await lock({ config }, source, first)).toBe(0);
      expect(first.said().out).toMatch(/written: 2 units, 1 account$/);
      const text = await readFile(path.join(config, 'organization.lock.yaml'), 'utf8');
      expect(text).toContain("- { id: '111111111111', name: Management, organizationalUnit: /, tags: { team: core } }");
      expect(text).not.toContain('closed');
      const second = recordingTerminal();
      await lock({ config }, source, second);
      expect(second.said().out).toContain('up to date');
    });
  });

  it('says which file cannot be written', async () => {
    await withSample(async (folder) => {
      const config = path.join(folder, 'file');
      await writeFile(config, '');
      await expect(lock({ config }, reader({}), recordingTerminal())).rejects.toMatchObject({
        code: 'FileNotWritten',
        message: expect.stringContaining(
          `\`${path.join(config, 'organization.lock.yaml')}\` cannot be written (EEXIST)`,
        ) as string,
      });
    });
  });

  it('changes nothing where a unit cannot be named', async () => {
    await withSample(async (folder) => {
      const before = await snapshot(folder);
      const terminal = recordingTerminal();
      const code = await lock(
        { config: path.join(folder, 'config') },
        reader({ 'r-ab12': [{ id: 'ou-ab12-sandbox0', name: 'a:b' }] }),
        terminal,
      );
      expect(code).toBe(1);
      expect(terminal.said().err).toContain('Rename it in AWS Organizations');
      expect(await snapshot(folder)).toEqual(before);
    });
  });
});
