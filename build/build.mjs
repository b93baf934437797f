// Builds dist/: generated types and validators, the compiled command line, the schemas, the functions' bundles, and what runs in the page of
// a report.
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildBundles, buildReportPage } from './bundle.mjs';
import { generateSchemas } from './generate-schemas.mjs';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

const exists = (file) =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Compiles the TypeScript sources; what the compiler says goes to the terminal. */
const compile = async () => {
  const typescript = createRequire(import.meta.url).resolve('typescript');
  const tsc = path.resolve(path.dirname(typescript), '..', 'bin', 'tsc');
  try {
    await run(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json')], { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    console.error(error.stdout ?? error);
    console.error('The TypeScript sources do not compile; mend what is listed above.');
    process.exit(1);
  }
};

/** Copies what the compiler leaves behind: the schemas and their validators. */
const copySchemas = async () => {
  const files = await readdir(path.join(root, 'schemas'), { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.schema.json') || name.endsWith('.validate.js'))) {
    const target = path.join(dist, 'schemas', file);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(root, 'schemas', file), target);
  }
};

await rm(dist, { recursive: true, force: true });
await generateSchemas();
await compile();
await copySchemas();
await buildBundles();
await buildReportPage();

const commandLine = path.join(dist, 'scripts', 'main.js');
if (await exists(commandLine)) await chmod(commandLine, 0o755);
