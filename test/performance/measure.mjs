// Measures `plan` of a large and of a small organization, and `validate` of the large one and of the sample: the median of
// several runs of wall time, of user CPU time (all threads; where others work on the machine it says more than the wall
// time), and of the most memory that was resident; and how much longer a role takes in the large organization. It wants
// `npm run build`. Where the organizations are not there yet, generate-organization.mjs writes them.
//   node test/performance/measure.mjs DIR [--runs 5]
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' } },
});
const [folder = '.'] = positionals;
const root = path.resolve(import.meta.dirname, '..', '..');
const commandLine = path.join(root, 'dist', 'scripts', 'main.js');
const generator = path.join(import.meta.dirname, 'generate-organization.mjs');
const organizations = {
  large: { roles: 200_000, words: [] },
  small: { roles: 10_000, words: ['--accounts', '500', '--roles', '10000'] },
};

/** Runs a script; what it used is told by the process itself at its end. */
const run = (script, words) =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const tell = `process.on('exit', () => process.send?.(process.resourceUsage()))`;
    const child = spawn(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, script, ...words],
      { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    );
    let used;
    child.on('message', (usage) => {
      used = usage;
    });
    child.on('close', (code) => {
      if (code !== 0 || used === undefined) reject(new Error(`${script} ${words.join(' ')} ended with ${code}.`));
      else
        resolve({
          wall: (performance.now() - start) / 1000,
          user: used.userCPUTime / 1e6,
          memory: used.maxRSS / 1024,
        });
    });
  });

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const measure = async (name, words) => {
  const runs = [];
  for (let index = 0; index < Number(values.runs); index += 1) runs.push(await run(commandLine, words));
  const [wall, user, memory] = ['wall', 'user', 'memory'].map((key) => median(runs.map((one) => one[key])));
  console.log(`${name}: ${wall.toFixed(2)} s wall, ${user.toFixed(2)} s user, ${memory.toFixed(0)} MiB`);
  return { wall, user };
};

const plans = {};
for (const [name, { roles, words }] of Object.entries(organizations)) {
  const at = path.join(folder, name);
  const [config, inventory] = [path.join(at, 'config'), path.join(at, 'inventory.jsonl')];
  await access(inventory).catch(() => run(generator, [at, ...words]));
  plans[name] = await measure(`plan, ${roles} roles`, ['plan', '--config', config, '--inventory', inventory]);
}
for (const key of ['wall', 'user']) {
  const perRole = Object.keys(plans).map((name) => plans[name][key] / organizations[name].roles);
  const ratio = perRole[0] / perRole[1];
  console.log(`a role of ${organizations.large.roles} takes ${ratio.toFixed(2)} times as long (${key})`);
}
await measure('validate, 10000 accounts and 200 policies', [
  'validate',
  '--config',
  path.join(folder, 'large', 'config'),
]);
await measure('validate, the sample', ['validate', '--config', path.join(root, 'config')]);
