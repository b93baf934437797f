import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject } from '../federation/trust/json';
import type { GeneratedFile } from '../customizations/generated-file';
import { unlessMissing, writing } from './file-errors';

/** How the files of a folder differ from what was generated; paths are relative to the folder. */
export interface Differences {
  readonly missing: readonly string[];
  readonly stale: readonly string[];
  /** Files of ours that nothing generates any more: templates, guardrails, the list of another way of delivery. */
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
  const generated = new Set(files.map((file) => file.path));
  const surplus = (await Promise.all(ownKinds.map((kind) => ownFiles(folder, kind, generated)))).flat().toSorted();
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

/** The files in a folder that have our name and say that they are ours; others may lie beside them. */
const ownFiles = async (folder: string, kind: OwnKind, generated: ReadonlySet<string>): Promise<readonly string[]> => {
  const below = path.join(folder, kind.folder);
  const entries = (await unlessMissing(below, () => readdir(below))) ?? [];
  const named = entries
    .filter((name) => kind.name.test(name))
    .map((name) => path.posix.join(kind.folder, name))
    .filter((name) => !generated.has(name));
  const texts = await Promise.all(named.map((name) => readText(path.join(folder, name))));
  return named.filter((_, index) => kind.isOwn(texts[index] ?? ''));
};

/** A kind of generated file: where it lies, how it is named, and what in it says that it is ours. */
interface OwnKind {
  readonly folder: string;
  readonly name: RegExp;
  readonly isOwn: (text: string) => boolean;
}

const hasText = (value: unknown, key: string, start: string): boolean => {
  const text = isObject(value) ? value[key] : undefined;
  return typeof text === 'string' && text.startsWith(start);
};

const ownKinds: readonly OwnKind[] = [
  {
    folder: '',
    name: /^(manifest\.yaml|stack-sets\.json)$/,
    isOwn: (text) => text.slice(0, 100).includes('Generated from config/; run `oidc-factory synth`'),
  },
  {
    folder: 'templates',
    name: /^oidc-factory[a-z-]*\.template\.json$/,
    isOwn: (text) => hasText(parse(text), 'Description', 'oidc-factory:'),
  },
  {
    folder: 'guardrails',
    name: /^oidc-factory-(scp|rcp)\.json$/,
    isOwn: (text) => {
      const policy = parse(text);
      const statements = isObject(policy) ? policy['Statement'] : undefined;
      return Array.isArray(statements) && statements.every((statement) => hasText(statement, 'Sid', 'OidcFactory'));
    },
  },
];

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readText = (file: string): Promise<string | undefined> => unlessMissing(file, () => readFile(file, 'utf8'));
