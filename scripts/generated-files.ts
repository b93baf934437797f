import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GeneratedFile } from '../customizations/generated-file';

/** How the files of a folder differ from what was generated; paths are relative to the folder. */
export interface Differences {
  readonly missing: readonly string[];
  readonly stale: readonly string[];
  /** Templates of ours that nothing generates any more. */
  readonly surplus: readonly string[];
}

/** Compares a folder with what was generated, byte for byte. */
export const compareFiles = async (folder: string, files: readonly GeneratedFile[]): Promise<Differences> => {
  const states = await Promise.all(
    files.map(async ({ path: name, text }) => {
      const there = await readText(path.join(folder, name));
      return { name, state: there === undefined ? 'missing' : there === text ? 'same' : 'stale' };
    }),
  );
  const namesOf = (wanted: string): readonly string[] =>
    states.filter(({ state }) => state === wanted).map(({ name }) => name);
  const generated = new Set(files.map((file) => file.path));
  const ours = await ownTemplates(folder);
  return { missing: namesOf('missing'), stale: namesOf('stale'), surplus: ours.filter((name) => !generated.has(name)) };
};

/** Writes what differs and removes what is surplus; a file that is right already is not touched. */
export const writeFiles = async (
  folder: string,
  files: readonly GeneratedFile[],
  differences: Differences,
): Promise<void> => {
  const changed = new Set([...differences.missing, ...differences.stale]);
  for (const { path: name, text } of files) {
    if (!changed.has(name)) continue;
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  for (const name of differences.surplus) await rm(path.join(folder, name));
};

/** The templates in a folder that bear our name; others may lie beside them. */
const ownTemplates = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(path.join(folder, 'templates')).catch(() => []);
  return entries
    .filter((name) => /^oidc-factory[a-z-]*\.template\.json$/.test(name))
    .map((name) => `templates/${name}`);
};

const readText = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
};
