// Bundles the functions' entry points into one file each, small enough to be inlined in a template.
import { build } from 'esbuild';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** The functions, with the entry point of each. */
export const entryPoints = {
  dispatcher: 'handlers/dispatcher/entry.ts',
  'account-steps': 'handlers/account-steps/entry.ts',
  'directory-steps': 'handlers/directory-steps/entry.ts',
};

/**
 * Writes `<outdir>/<name>.js` for every entry point. The bytes depend on the sources and the pinned packages alone: no
 * path, no clock, no tsconfig.json that happens to lie nearby.
 *
 * @param {{ entries?: Record<string, string>, outdir?: string, workingDirectory?: string }} options
 * @returns {Promise<Record<string, number>>} the size of each bundle in bytes
 */
export const buildBundles = async ({
  entries = entryPoints,
  outdir = path.join(root, 'dist', 'bundles'),
  workingDirectory = root,
} = {}) => {
  const { metafile } = await build({
    absWorkingDir: workingDirectory,
    entryPoints: Object.entries(entries).map(([out, file]) => ({ in: file, out })),
    outdir,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    charset: 'ascii',
    legalComments: 'none',
    // The Node.js runtimes of Lambda carry them.
    external: ['@aws-sdk/*', '@smithy/*'],
    tsconfigRaw: { compilerOptions: { target: 'es2023', strict: true, verbatimModuleSyntax: false } },
    logLevel: 'warning',
    metafile: true,
  });
  const sizes = Object.entries(metafile.outputs).map(([file, { bytes }]) => [path.basename(file, '.js'), bytes]);
  return Object.fromEntries(sizes.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/**
 * Writes `<outdir>/page.js` and `<outdir>/page.css`: what runs in the page of a report, and how it looks.
 *
 * @param {{ outdir?: string }} options
 */
export const buildReportPage = async ({ outdir = path.join(root, 'dist', 'report-page') } = {}) => {
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'scripts/report/browser/main.ts', out: 'page' },
      { in: 'scripts/report/browser/style.css', out: 'page' },
    ],
    outdir,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    tsconfigRaw: { compilerOptions: { target: 'es2023', strict: true, verbatimModuleSyntax: false } },
    logLevel: 'warning',
  });
};
