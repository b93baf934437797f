import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConfigurationFile } from '../../../customizations/configuration';

/** The sample configuration, each file as text by its path. */
export const sample: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('config', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.posix.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]),
);

/** An edit of a file: its first text replaced by the second, or what the file holds instead; null takes it away. */
export type Edit = readonly [from: string, to: string] | string | Uint8Array | null;

/** The files of the sample, with edits by the file's path below `config/`. */
export const edited = (edits: Readonly<Record<string, Edit>>): ConfigurationFile[] => {
  const files = new Map<string, Uint8Array>(Object.entries(sample).map(([file, text]) => [file, Buffer.from(text)]));
  for (const [name, edit] of Object.entries(edits)) {
    const file = `config/${name}`;
    if (edit === null) files.delete(file);
    else if (edit instanceof Uint8Array) files.set(file, edit);
    else if (typeof edit === 'string') files.set(file, Buffer.from(edit));
    else files.set(file, Buffer.from(replaceOnce(sample[file] ?? '', edit[0], edit[1])));
  }
  return [...files].map(([file, bytes]) => ({ path: file, bytes }));
};

const replaceOnce = (text: string, from: string, to: string): string => {
  if (text.split(from).length !== 2) throw new RangeError(`The sample has not exactly one: ${from}`);
  return text.replace(from, () => to);
};
