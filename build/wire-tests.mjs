// Runs test/wire/: the adapters to AWS over HTTP against moto, a server that others wrote. Keeps it in a virtual
// environment of its own, .wire/, starts it on a free port of loopback, and stops it. Arguments are handed on to Jest.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
const requirements = path.join(root, '.ci', 'requirements-wire.txt');
const environment = path.join(root, '.wire');
const installed = path.join(environment, 'requirements.sha256');
const python = path.join(
  environment,
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

/** The server is up within seconds, also where nothing of it is compiled yet. */
const startSeconds = 60;

/** Says what is missing, and what to do. */
const fail = (what, error) => {
  const said = (error?.stderr || error?.stdout || error?.message || '').trim();
  console.error(said === '' ? what : `${said}\n\n${what}`);
  process.exit(1);
};

const basePython = async () => {
  const candidates = process.env.PYTHON === undefined ? ['python3', 'python'] : [process.env.PYTHON];
  const question = 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)';
  for (const candidate of candidates) {
    const isThere = await run(candidate, ['-c', question]).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return fail('The wire tests need Python 3.11 or later, and found none. Install it, or name it in PYTHON.');
};

/** Makes the virtual environment, unless the one that is there has the same packages. */
const prepare = async () => {
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const isFresh = (await readFile(installed, 'utf8').catch(() => '')) === wanted;
  if (
    isFresh &&
    (await run(python, ['-c', '']).then(
      () => true,
      () => false,
    ))
  )
    return;
  const base = await basePython();
  console.error('Installing moto into .wire/ ...');
  await rm(environment, { recursive: true, force: true });
  await run(base, ['-m', 'venv', environment]).catch((error) =>
    fail('Python cannot make a virtual environment. On Debian and Ubuntu, install the package python3-venv.', error),
  );
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', requirements];
  await run(python, install, { maxBuffer: 16 * 1024 * 1024 }).catch((error) =>
    fail(
      'The packages of .ci/requirements-wire.txt cannot be installed. See whether the network and a proxy let you.',
      error,
    ),
  );
  await writeFile(installed, wanted);
};

/** Starts the server; resolves to it and its port. It ends with its standard input, so also if this process is killed. */
const startServer = async () => {
  const server = spawn(python, [path.join(root, 'test', 'wire', 'moto_server.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), startSeconds * 1000);
    const settle = (value) => {
      clearTimeout(timer);
      resolve(value);
    };
    server.once('error', () => settle(undefined));
    server.once('exit', () => settle(undefined));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const match = /^PORT (\d+)$/.exec(line);
      if (match !== null) settle(match[1]);
    });
  });
  if (port === undefined) {
    server.kill();
    fail('moto did not start; delete .wire/ and run this again.');
  }
  return { server, port };
};

const runJest = (port) =>
  new Promise((resolve) => {
    const require = createRequire(import.meta.url);
    const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
    const config = path.join(root, 'jest.wire.config.js');
    const tests = spawn(process.execPath, [jest, '--config', config, ...process.argv.slice(2)], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, WIRE_AWS_ENDPOINT: `http://127.0.0.1:${port}` },
    });
    tests.once('error', () => resolve(1));
    tests.once('exit', (code) => resolve(code ?? 1));
  });

await prepare();
const { server, port } = await startServer();
const code = await runJest(port);
server.stdin.end();
server.kill();
process.exitCode = code;
