// Runs test/browser/: the page of a report in a headless Chromium, which must be there. Needs a build. Arguments are handed
// on to Node's test runner.
import { execFile, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = path.resolve(import.meta.dirname, '..', 'test', 'browser');

const findChromium = async () => {
  const candidates =
    process.env.CHROMIUM === undefined
      ? ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
      : [process.env.CHROMIUM];
  for (const candidate of candidates) {
    const isThere = await run(candidate, ['--version']).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
};

const chromium = await findChromium();
if (chromium === undefined) {
  console.error(
    'The browser tests need Chromium, and found none. On Debian and Ubuntu, install the package chromium; or name its program in CHROMIUM.',
  );
  process.exit(1);
}
const files = (await readdir(folder))
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => path.join(folder, name));
const tests = spawn(
  process.execPath,
  ['--test', '--test-reporter=spec', '--test-timeout=60000', ...process.argv.slice(2), ...files],
  {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: chromium },
  },
);
tests.once('error', () => {
  process.exitCode = 1;
});
tests.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
