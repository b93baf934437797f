import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inventoryKey, manifestKey } from '../../../federation/bucket-keys';
import { Failure } from '../../../federation/failures';
import { publishedInventory } from '../../../scripts/commands/published-inventory';
import { command, recordingTerminal, root } from '../support';

const ids = ['444444444444', '555555555555'];
const manifest = {
  inventory: 'oidc-factory/v1',
  run: 'e-1',
  publishedAt: '2026-11-23T03:00:00.000Z',
  policyHash: 'p',
  accounts: ids,
};
const whole = new Map([
  [manifestKey, JSON.stringify(manifest)],
  ...ids.map((id): [string, string] => [inventoryKey(id), `{"id":"${id}"}\n`]),
]);

const play = async (
  objects: ReadonlyMap<string, string>,
  work: (played: { code: number; out: string; folder: string }) => Promise<void>,
  output: 'text' | 'json' = 'text',
) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-'));
  try {
    const out = path.join(folder, 'inventory.jsonl');
    await writeFile(out, 'before\n');
    const terminal = recordingTerminal();
    const bucket = {
      read: (key: string) => {
        const text = objects.get(key);
        return text === undefined ? Promise.reject(new Failure('FactoryRefused', `No ${key}.`)) : Promise.resolve(text);
      },
    };
    const ports = { connect: () => Promise.resolve({ bucket }), now: () => new Date('2026-11-23T06:00:00Z') };
    const options = { config: path.join(root, 'config'), output, out };
    const code = await publishedInventory(options, ports, terminal).catch(() => 1);
    await work({ code, out: terminal.said().out, folder });
  } finally {
    await rm(folder, { recursive: true });
  }
};

it('writes every line, and says how old they are', async () => {
  await play(whole, async ({ code, out, folder }) => {
    expect(code).toBe(0);
    expect(out).toMatch(/written: 2 accounts, published 3 hours ago$/);
    const text = await readFile(path.join(folder, 'inventory.jsonl'), 'utf8');
    expect(text).toBe('{"id":"444444444444"}\n{"id":"555555555555"}\n');
  });
});

it('leaves the file as it was where a line is missing', async () => {
  const without = new Map([...whole].filter(([key]) => key !== inventoryKey('555555555555')));
  await play(without, async ({ code, folder }) => {
    expect(code).toBe(1);
    expect(await readFile(path.join(folder, 'inventory.jsonl'), 'utf8')).toBe('before\n');
    expect(await readdir(folder)).toEqual(['inventory.jsonl']);
  });
});

it('answers machines', async () => {
  await play(
    whole,
    ({ out }) => {
      expect(JSON.parse(out)).toMatchObject({ accounts: 2, publishedAt: manifest.publishedAt, policyHash: 'p' });
      return Promise.resolve();
    },
    'json',
  );
});

it.each([
  ['neither', [], 'say how accounts are read'],
  ['both', ['--role', 'audit', '--published'], 'cannot be used with option'],
])('is asked for instead of a role: %s is refused', async (_what, words, said) => {
  const { code, err } = await command('inventory', '--out', 'x.jsonl', ...words);
  expect(code).toBe(1);
  expect(err).toContain(said);
});
