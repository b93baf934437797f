import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const build = pathToFileURL(path.join(__dirname, '..', '..', 'build', 'bundle.mjs')).href;

/** Bundles a source in a folder of its own, in a process of its own, as the build does. */
const bundle = (folder: string, source: string, beside: Readonly<Record<string, string>> = {}): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'entry.ts'), source);
  for (const [name, text] of Object.entries(beside)) writeFileSync(path.join(folder, name), text);
  const options = { entries: { it: 'entry.ts' }, outdir: path.join(folder, 'out'), workingDirectory: folder };
  const script = `const { buildBundles } = await import(${JSON.stringify(build)}); await buildBundles(${JSON.stringify(options)});`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
  return readFileSync(path.join(folder, 'out', 'it.js'), 'utf8');
};

const source = `
import { STSClient } from '@aws-sdk/client-sts';
/*! a licence comment */
class Step { declare id: string; constructor(readonly name = 'ünïcode — \u2028') {} }
export const handler = async () => [new STSClient({}), new Step()];
`;

describe('bundles', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'oidc-factory-bundle-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('have the same bytes wherever they are built, whatever tsconfig.json lies there', () => {
    const one = bundle(path.join(folder, 'one'), source);
    const tsconfig = '{ "compilerOptions": { "target": "es5", "useDefineForClassFields": true, "strict": false } }';
    const other = bundle(path.join(folder, 'two', 'deeper'), source, { 'tsconfig.json': tsconfig });
    expect(other).toBe(one);
  });

  test('are ASCII without comments, export a handler, and leave the AWS SDK to the runtime', () => {
    const text = bundle(path.join(folder, 'three'), source);
    expect(Buffer.byteLength(text)).toBe(text.length);
    expect(text).not.toMatch(/licence|client-sts\/dist/);
    expect(text).toContain('require("@aws-sdk/client-sts")');
    expect(text).toContain('module.exports');
  });
});
