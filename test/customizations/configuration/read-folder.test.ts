import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfigurationFolder } from '../../../customizations/configuration';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'configuration-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const inFolder = (name: string): string => path.join(folder, name);

it('names files as a user would type them, sorted', async () => {
  const { files, diagnostics } = await readConfigurationFolder('./config/');
  expect(diagnostics).toEqual([]);
  expect(files.map((file) => file.path)).toEqual(files.map((file) => file.path).toSorted());
  expect(files.map((file) => file.path)).toContain('config/policies/workloads.yaml');
});

it('reads both endings at every depth, and nothing else', async () => {
  mkdirSync(inFolder('a/b'), { recursive: true });
  for (const folderName of ['node_modules', '.git', 'a/.hidden']) {
    mkdirSync(inFolder(folderName));
    writeFileSync(inFolder(`${folderName}/x.yaml`), 'a: 1\n');
  }
  for (const name of ['z.yml', 'a/b/c.yaml', 'a/README.md', 'a/x.yaml.bak']) writeFileSync(inFolder(name), 'a: 1\n');
  const { files } = await readConfigurationFolder(folder);
  expect(files.map((file) => path.relative(folder, file.path))).toEqual(['a/b/c.yaml', 'z.yml']);
});

it('names the folder of a file', async () => {
  for (const [name, expected] of [
    ['config/organization.yaml', '--config config`'],
    ['package.json', '--config .`'],
  ] as const) {
    const { diagnostics } = await readConfigurationFolder(name);
    expect(diagnostics.map((d) => [d.file, d.code])).toEqual([[name, 'no-configuration']]);
    expect(diagnostics[0]?.message).toContain(`This is a file; name its folder: \`${expected}`);
  }
});

it('does not follow links, and says so', async () => {
  mkdirSync(inFolder('a'));
  writeFileSync(inFolder('a/real.yaml'), 'a: 1\n');
  symlinkSync('real.yaml', inFolder('a/link.yaml'));
  symlinkSync('..', inFolder('a/loop'));
  const { files, diagnostics } = await readConfigurationFolder(folder);
  expect(files).toHaveLength(1);
  expect(diagnostics.map((d) => [path.relative(folder, d.file), d.code, d.severity])).toEqual([
    ['a/link.yaml', 'not-followed', 'warning'],
    ['a/loop', 'not-followed', 'warning'],
  ]);
});

it('does not read a file above its limit', async () => {
  for (const [name, size] of [
    ['x.yaml', 1024 * 1024 + 1],
    ['y.yaml', 1024 * 1024],
    ['organization.lock.yaml', 2 * 1024 * 1024],
  ] as const) {
    writeFileSync(inFolder(name), '');
    truncateSync(inFolder(name), size);
  }
  const { files, diagnostics } = await readConfigurationFolder(folder);
  expect(files.map((file) => path.basename(file.path))).toEqual(['organization.lock.yaml', 'y.yaml']);
  expect(diagnostics.map((d) => [path.basename(d.file), d.code])).toEqual([['x.yaml', 'file-too-large']]);
});

it.each([
  ['an empty folder', ''],
  ['a folder that is not there', 'absent'],
  ['a file', 'file.txt'],
])('reports %s', async (_, name) => {
  writeFileSync(inFolder('file.txt'), '');
  const { files, diagnostics } = await readConfigurationFolder(inFolder(name));
  expect(files).toEqual([]);
  expect(diagnostics.map((d) => [d.code, d.line, d.column])).toEqual([['no-configuration', 1, 1]]);
});
