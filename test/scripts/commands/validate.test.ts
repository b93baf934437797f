import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { command, edit, snapshot, withSample } from '../support';

describe('validate', () => {
  it('finds the sample valid, with exit code 0 and nothing on standard error', async () => {
    await withSample(async (folder) => {
      const ran = await command('validate', '--config', path.join(folder, 'config'));
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatch(
        /^valid: 18 files, 1 identity provider, 2 policies, 11 workflows; policy hash [0-9a-f]{12}$/,
      );
    });
  });

  it('reports every mistake of every file at once, with its place', async () => {
    await withSample(async (folder) => {
      await edit(
        folder,
        'config/organization.yaml',
        "managementAccount: '111111111111'",
        'managementAccount: 111111111111',
      );
      await edit(folder, 'config/policies/workloads.yaml', 'onDelete: retire', 'onDelet: retire');
      await edit(
        folder,
        'config/policies/sandbox.yaml',
        'identityProvider: entra-prod',
        'identityProvider: entra-test',
      );
      await edit(folder, 'config/identity-providers.yaml', '8a7b6c5d-0000-4000-8000-1234567890ab', 'acme.example');
      const before = await snapshot(folder);
      const { code, err, out } = await command('validate', '--config', path.join(folder, 'config'));

      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(
        err.split('\n').map((line) =>
          line
            .replace(/^.*\/config\//, '')
            .split('  ')
            .slice(0, 2),
        ),
      ).toEqual([
        ['identity-providers.yaml:7:15', 'wrong-value'],
        ['organization.yaml:8:22', 'wrong-type'],
        ['policies/sandbox.yaml:10:23', 'unknown-identity-provider'],
        ['policies/workloads.yaml:20:5', 'unknown-key'],
        ['4 errors'],
      ]);
      expect(err).toContain('quote');
      expect(await snapshot(folder)).toEqual(before);
    });
  });

  it.each([
    [
      'an unknown step',
      'config/workflows/onboard-role.yaml',
      'uses: role.announce',
      'uses: role.anounce',
      'unknown-step',
    ],
    [
      'two policies of one name',
      'config/policies/sandbox.yaml',
      'name: sandbox',
      'name: workloads-prod',
      'duplicate-name',
    ],
    [
      'two policies of one priority',
      'config/policies/sandbox.yaml',
      'priority: 900',
      'priority: 100',
      'duplicate-priority',
    ],
    ['a syntax error', 'config/policies/sandbox.yaml', 'match:', 'match: [', 'yaml-syntax'],
    [
      'a duplicate key',
      'config/policies/sandbox.yaml',
      'priority: 900',
      'priority: 900\n    priority: 901',
      'yaml-syntax',
    ],
  ])('refuses %s', async (_what, file, before, after, code) => {
    await withSample(async (folder) => {
      await edit(folder, file, before, after);
      const ran = await command('validate', '--config', path.join(folder, 'config'));
      expect(ran.code).toBe(1);
      expect(ran.err).toContain(`  ${code}  `);
      expect(ran.err).not.toMatch(/\n\s+at /);
    });
  });

  it('refuses what is no text and what unfolds without end, and goes on with the other files', async () => {
    await withSample(async (folder) => {
      const lines = [
        'a0: &a0 [x, x]',
        ...Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
      ];
      await writeFile(path.join(folder, 'config/bomb.yaml'), lines.join('\n'));
      await writeFile(path.join(folder, 'config/image.yaml'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]));
      await edit(folder, 'config/exemptions.yaml', "until: '2027-03-31'", "until: '2027-02-31'");
      const ran = await command('validate', '--config', path.join(folder, 'config'));
      expect(ran.code).toBe(1);
      for (const code of ['not-text', 'yaml-aliases', 'wrong-value']) expect(ran.err).toContain(`  ${code}  `);
    });
  });

  it('answers a machine in JSON, valid or not', async () => {
    await withSample(async (folder) => {
      const valid = await command('validate', '-o', 'json', '--config', path.join(folder, 'config'));
      expect(JSON.parse(valid.out)).toMatchObject({ valid: true, diagnostics: [] });
      await edit(folder, 'config/organization.yaml', 'deliver: cfct', 'deliver: lza');
      const refused = await command('validate', '-o', 'json', '--config', path.join(folder, 'config'));
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.out)).toMatchObject({
        valid: false,
        diagnostics: [{ code: 'not-supported-yet', line: 16 }],
      });
    });
  });

  it('says what is missing where there is no configuration', async () => {
    await withSample(async (folder) => {
      const ran = await command('validate', '--config', path.join(folder, 'nowhere'));
      expect(ran.code).toBe(1);
      expect(ran.err).toContain('no-configuration');
    });
  });
});
