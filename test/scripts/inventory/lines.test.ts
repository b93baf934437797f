import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { linesOf, type ByteRange } from '../../../scripts/inventory/lines';

const read = async (file: string, range?: ByteRange): Promise<readonly string[]> => {
  const texts: string[] = [];
  for await (const batch of linesOf(file, range)) texts.push(...batch.map(({ text }) => text));
  return texts;
};

it('has every line once, wherever a file is divided', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-'));
  const file = path.join(folder, 'lines');
  const texts = fc.array(
    fc.oneof(
      fc.constantFrom('', 'é', '{"a":1}'),
      fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\n', ' ')),
    ),
    {
      maxLength: 8,
    },
  );
  try {
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), fc.nat(60), async (lines, endsWithNewline, at) => {
        const text = lines.join('\n') + (endsWithNewline ? '\n' : '');
        await writeFile(file, text);
        const whole = endsWithNewline ? lines.slice() : lines.at(-1) === '' ? lines.slice(0, -1) : lines;
        if (text === '') return;
        expect(await read(file)).toEqual(whole.length === 0 ? [''] : whole);
        const middle = Math.min(at, Buffer.byteLength(text));
        const parts = [
          ...(await read(file, { start: 0, end: middle })),
          ...(await read(file, { start: middle, end: Number.POSITIVE_INFINITY })),
        ];
        expect(parts).toEqual(await read(file));
      }),
      { numRuns: 300 },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('has a line that is longer than what is read at once', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-'));
  const file = path.join(folder, 'lines');
  const long = 'é'.repeat(1_500_000);
  await writeFile(file, `a\n${long}\nb`);
  expect((await read(file)).map(({ length }) => length)).toEqual([1, long.length, 1]);
  expect((await read(file, { start: 0, end: 3 })).length + (await read(file, { start: 3, end: Infinity })).length).toBe(
    3,
  );
  await rm(folder, { recursive: true });
});
