import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';

const root = path.join(__dirname, '..', '..', '..');

/** Bundles a function into a folder, as the build does; answers the file. */
export const bundleFunction = (name: 'directory-steps' | 'account-steps' | 'dispatcher', folder: string): string => {
  const build = pathToFileURL(path.join(root, 'build', 'bundle.mjs')).href;
  const script = `
    const { buildBundles, entryPoints } = await import(${JSON.stringify(build)});
    const name = ${JSON.stringify(name)};
    await buildBundles({ entries: { [name]: entryPoints[name] }, outdir: ${JSON.stringify(folder)} });
  `;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' });
  return path.join(folder, `${name}.js`);
};

/** What a function answered, or what it failed with: the name is what Step Functions matches. */
export type FunctionAnswer =
  { readonly output: unknown } | { readonly error: { readonly name: string; readonly message: string } };

/** Runs the handler for each message that comes in; never logs to anybody. */
const runner = `
  const { handler } = require(process.argv[1]);
  process.on('message', (request) => {
    handler(request).then(
      (output) => process.send({ output }),
      ({ name, message }) => process.send({ error: { name, message } }),
    );
  });
`;

/** A bundled function in a process of its own, as Lambda keeps it: loaded once, then called, one request at a time. */
export class FunctionProcess {
  readonly #process: ChildProcess;
  #said = '';

  /** @param environment all that the function sees of its surroundings. */
  constructor(bundle: string, environment: Readonly<Record<string, string>>) {
    // What the runtime of Lambda brings along comes from this package.
    const env = { ...environment, NODE_PATH: path.join(root, 'node_modules'), POWERTOOLS_METRICS_DISABLED: 'true' };
    this.#process = spawn(process.execPath, ['-e', runner, bundle], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString();
      });
    }
  }

  /** All that it has written so far. */
  get said(): string {
    return this.#said;
  }

  call(request: StepRequest): Promise<FunctionAnswer> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => {
        reject(new Error(`The function ended: ${this.#said}`));
      };
      this.#process.once('exit', onExit);
      this.#process.once('message', (answer) => {
        this.#process.off('exit', onExit);
        resolve(answer as FunctionAnswer);
      });
      this.#process.send(request);
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
  }
}
