import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../scripts/program';
import type { Terminal } from '../../scripts/terminal';

/** The root of the repository. */
export const root = path.resolve(__dirname, '..', '..');

/** What a command said, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal that remembers, and that is none to whoever asks. */
export const recordingTerminal = (): Terminal & { said(): Omit<Ran, 'code'> } => {
  const out: string[] = [];
  const err: string[] = [];
  let ticks = 0;
  return {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    progress: (text) => void err.push(text),
    color: { out: false, err: false },
    watched: false,
    now: () => (ticks += 1),
    said: () => ({ out: out.join('\n'), err: err.join('\n') }),
  };
};

/** Runs a command line in this process. */
export const command = async (...words: readonly string[]): Promise<Ran> => {
  const terminal = recordingTerminal();
  const code = await run(words, terminal);
  return { code, ...terminal.said() };
};

/** A folder of its own with a copy of the sample configuration, for the time of a test. */
export const withSample = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-'));
  try {
    await cp(path.join(root, 'config'), path.join(folder, 'config'), { recursive: true });
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Replaces a text in a file of a folder; the text must be there. */
export const edit = async (folder: string, file: string, before: string, after: string): Promise<void> => {
  const name = path.join(folder, file);
  const text = await readFile(name, 'utf8');
  if (!text.includes(before)) throw new RangeError(`${file} does not have «${before}».`);
  await writeFile(name, text.replace(before, after));
};

/** Every file below a folder, with its text. */
export const snapshot = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
};
