import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { command, edit, root, snapshot, withSample } from '../support';

const synth = (folder: string, ...more: readonly string[]) =>
  command('synth', '--config', path.join(folder, 'config'), '--out', folder, ...more);

const ours = '{ "Description": "oidc-factory: of an earlier release." }';

describe('synth', () => {
  it('writes what is committed, byte for byte, and finds it unchanged the second time', async () => {
    await withSample(async (folder) => {
      const first = await synth(folder);
      expect(first).toMatchObject({ code: 0, err: '' });
      const generated = await snapshot(folder);
      for (const [name, text] of Object.entries(generated)) {
        if (name.startsWith('config')) continue;
        expect({ name, same: text === (await readFile(path.join(root, name), 'utf8')) }).toEqual({ name, same: true });
      }
      const second = await synth(folder);
      expect(second.out.split('\n').every((line) => line.endsWith('unchanged'))).toBe(true);
      expect(await snapshot(folder)).toEqual(generated);
    });
  });

  it('puts the list of StackSets in the place of the manifest, and takes that one away', async () => {
    await withSample(async (folder) => {
      await synth(folder);
      await edit(folder, 'config/organization.yaml', 'deliver: cfct', 'deliver: stacksets');
      const ran = await synth(folder);
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.out).toMatch(/stack-sets\.json .* written[^]*manifest\.yaml {2}removed/);
      await edit(folder, 'config/organization.yaml', 'deliver: stacksets', 'deliver: cfct');
      expect((await synth(folder)).out).toMatch(/manifest\.yaml .* written[^]*stack-sets\.json {2}removed/);
    });
  });

  it('checks without writing: stale, missing and surplus files fail it', async () => {
    await withSample(async (folder) => {
      await synth(folder);
      expect((await synth(folder, '--check')).code).toBe(0);
      await edit(folder, 'manifest.yaml', 'eu-west-1', 'eu-west-2');
      await rm(path.join(folder, 'templates/oidc-factory-hook.template.json'));
      await writeFile(path.join(folder, 'templates/oidc-factory-old.template.json'), ours);
      await writeFile(path.join(folder, 'templates/oidc-factory-mine.template.json'), '{ "Description": "my own" }');
      await writeFile(path.join(folder, 'templates/somebody-elses.template.json'), '{}');
      const before = await snapshot(folder);
      const ran = await synth(folder, '--check');
      expect(ran.code).toBe(1);
      expect(ran.out).toMatch(/manifest\.yaml .*stale/);
      expect(ran.out).toMatch(/oidc-factory-hook.* missing/);
      expect(ran.out).toMatch(/oidc-factory-old.* surplus/);
      expect(ran.out).not.toMatch(/somebody-elses|oidc-factory-mine/);
      expect(ran.err).toContain('Run `oidc-factory synth`');
      expect(await snapshot(folder)).toEqual(before);
    });
  });

  it('removes only templates that say that they are ours, and tells a machine what it did', async () => {
    await withSample(async (folder) => {
      await synth(folder);
      await rm(path.join(folder, 'manifest.yaml'));
      await writeFile(path.join(folder, 'templates/oidc-factory-old.template.json'), ours);
      await writeFile(path.join(folder, 'templates/oidc-factory-mine.template.json'), '{ "Description": "my own" }');
      const checked = await synth(folder, '--check', '-o', 'json');
      const ran = await synth(folder, '-o', 'json');
      const statesOf = ({ out }: { readonly out: string }) => {
        const { files } = JSON.parse(out) as { files: { path: string; state: string }[] };
        return files.filter(({ state }) => state !== 'unchanged').map(({ path: name, state }) => [name, state]);
      };
      expect(statesOf(checked)).toEqual([
        ['manifest.yaml', 'missing'],
        ['templates/oidc-factory-old.template.json', 'surplus'],
      ]);
      expect(statesOf(ran)).toEqual([
        ['manifest.yaml', 'written'],
        ['templates/oidc-factory-old.template.json', 'removed'],
      ]);
      expect([checked.code, ran.code]).toEqual([1, 0]);
      expect(Object.keys(await snapshot(folder))).toContain('templates/oidc-factory-mine.template.json');
    });
  });

  it('removes guardrails that are switched off again, and only those that say that they are ours', async () => {
    await withSample(async (folder) => {
      const switched = 'guardrails: { resourceControlPolicy: { organizationalUnits: [/Sandbox] } }\ndeliver: cfct';
      await edit(folder, 'config/organization.yaml', 'deliver: cfct', switched);
      expect((await synth(folder)).out).toMatch(/guardrails\/oidc-factory-rcp\.json .*written/);
      await edit(folder, 'config/organization.yaml', switched, 'deliver: cfct');
      await writeFile(path.join(folder, 'guardrails/oidc-factory-scp.json'), '{ "Statement": [{ "Sid": "Mine" }] }');
      const ran = await synth(folder);
      expect(ran.out).toMatch(/guardrails\/oidc-factory-rcp\.json .*removed/);
      const left = Object.keys(await snapshot(folder)).filter((name) => name.startsWith('guardrails'));
      expect(left).toEqual(['guardrails/oidc-factory-scp.json']);
    });
  });

  it.each([
    ['a folder is in the way of a file', 'manifest.yaml/x', '', 'manifest.yaml', 'EISDIR'],
    ['a file is in the way of a folder', 'templates', '', 'templates/oidc-factory', 'EEXIST'],
  ])('says which file cannot be written where %s', async (_what, block, text, file, why) => {
    await withSample(async (folder) => {
      await mkdir(path.dirname(path.join(folder, block)), { recursive: true });
      await writeFile(path.join(folder, block), text);
      const ran = await synth(folder, '-o', 'json');
      expect(ran.code).toBe(1);
      expect(JSON.parse(ran.out)).toMatchObject({ files: [], error: { code: 'FileNotWritten' } });
      expect(ran.err).toContain(path.join(folder, file));
      expect(ran.err).toContain(`(${why})`);
      expect(ran.err).not.toContain('internal-error');
    });
  });

  it('answers a machine with the mistakes of the configuration in one document', async () => {
    await withSample(async (folder) => {
      await edit(folder, 'config/organization.yaml', 'homeRegion: eu-west-1', 'homeRegion: cn-north-1');
      const ran = await synth(folder, '-o', 'json');
      expect(ran.code).toBe(1);
      const { diagnostics, files } = JSON.parse(ran.out) as { diagnostics: unknown[]; files: unknown[] };
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(files).toEqual([]);
    });
  });

  it('writes nothing where the configuration is wrong', async () => {
    await withSample(async (folder) => {
      await edit(folder, 'config/organization.yaml', 'homeRegion: eu-west-1', 'homeRegion: cn-north-1');
      const before = await snapshot(folder);
      const ran = await synth(folder);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(await snapshot(folder)).toEqual(before);
    });
  });

  it('changes the policy hash, and so the factory, with the policy', async () => {
    await withSample(async (folder) => {
      await synth(folder);
      await edit(folder, 'config/policies/workloads.yaml', "'*-deployer'", "'*-deployer', '*-releaser'");
      const ran = await synth(folder, '--check');
      expect(ran.out).toMatch(/oidc-factory\.template\.json .*stale/);
      expect(ran.out).toMatch(/oidc-factory-account\.template\.json .*(stale|unchanged)/);
      expect(ran.out).toMatch(/oidc-factory-provider\.template\.json .*unchanged/);
    });
  });
});
