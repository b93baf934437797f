import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GeneratedFile } from '../customizations/generated-file';
import { unlessMissing, writing } from './file-errors';

/** How the files of a folder differ from what was generated; paths are relative to the folder. */
export interface Differences {
  readonly missing: readonly string[];
  readonly stale: readonly string[];
  /** Templates of ours that nothing generates any more. */
  readonly surplus: readonly string[];
}

/**
 * Compares a folder with what was generated, byte for byte.
 * @throws Failure `FileNotWritten` where something is there and cannot be read.
 */
export const compareFiles = async (folder: string, files: readonly GeneratedFile[]): Promise<Differences> => {
  const states = await Promise.all(
    files.map(async ({ path: name, text }) => {
      const there = await readText(path.join(folder, name));
      return { name, state: there === undefined ? 'missing' : there === text ? 'same' : 'stale' };
    }),
  );
  const namesOf = (wanted: string): readonly string[] =>
    states.filter(({ state }) => state === wanted).map(({ name }) => name);
  const surplus = await ownTemplates(folder, new Set(files.map((file) => file.path)));
  return { missing: namesOf('missing'), stale: namesOf('stale'), surplus };
};

/**
 * Writes what differs and removes what is surplus; a file that is right already is not touched.
 * @throws Failure `FileNotWritten` at the first file that cannot be written or removed.
 */
export const writeFiles = async (
  folder: string,
  files: readonly GeneratedFile[],
  differences: Differences,
): Promise<void> => {
  const changed = new Set([...differences.missing, ...differences.stale]);
  for (const { path: name, text } of files) {
    if (!changed.has(name)) continue;
    const file = path.join(folder, name);
    await writing(file, async () => {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    });
  }
  for (const name of differences.surplus) {
    const file = path.join(folder, name);
    await writing(file, () => rm(file));
  }
};

/** The templates in a folder that have our name and say that they are ours; others may lie beside them. */
const ownTemplates = async (folder: string, generated: ReadonlySet<string>): Promise<readonly string[]> => {
  const templates = path.join(folder, 'templates');
  const entries = (await unlessMissing(templates, () => readdir(templates))) ?? [];
  const named = entries
    .filter((name) => /^oidc-factory[a-z-]*\.template\.json$/.test(name))
    .map((name) => `templates/${name}`)
    .filter((name) => !generated.has(name))
    .toSorted();
  const texts = await Promise.all(named.map((name) => readText(path.join(folder, name))));
  return named.filter((_, index) => isOwnTemplate(texts[index] ?? ''));
};

/** Every template that we generate says so in its description. */
const isOwnTemplate = (text: string): boolean => {
  const template = parse(text);
  return (
    typeof template === 'object' &&
    template !== null &&
    'Description' in template &&
    typeof template.Description === 'string' &&
    template.Description.startsWith('oidc-factory:')
  );
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readText = (file: string): Promise<string | undefined> => unlessMissing(file, () => readFile(file, 'utf8'));
