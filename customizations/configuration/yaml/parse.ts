import { isMap, isScalar, LineCounter, parseAllDocuments, type YAMLError } from 'yaml';
import type { Locate } from '../configuration';
import { type Diagnostic, diagnostic, type Position } from '../diagnostics';
import { type Place, readValue } from './value';

/** A document of a YAML file. */
export interface ParsedDocument {
  readonly file: string;
  /** The document as plain values; not to be trusted where `isSound` is false. */
  readonly value: unknown;
  /** The place of a key or item. */
  readonly at: Locate;
  /** The place of a value: behind its key. */
  readonly valueAt: Locate;
  /** A scalar as it is written, without quotes. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** Whether it is free of syntax errors. */
  readonly isSound: boolean;
  /** What it says of its kind, even where something else is broken. */
  readonly kind: unknown;
}

/** The documents of a YAML file, which is YAML 1.2 with its core schema: `yes` is text, a date is text. */
export const parseYaml = (
  file: string,
  text: string,
): { readonly documents: readonly ParsedDocument[]; readonly diagnostics: readonly Diagnostic[] } => {
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const documents: ParsedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    // `readValue` finds them; the package takes quadratic time for it.
    uniqueKeys: false,
    schema: 'core',
    resolveKnownTags: false,
    merge: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(parsed)) return { documents: [], diagnostics: [] };
  for (const document of parsed) {
    const syntax = [...document.errors, ...document.warnings].map((error) => describe(error, positionOf));
    const read = readValue(document.contents, positionOf);
    const found = syntax.length > 0 ? firstOfEachRun(syntax) : read.diagnostics;
    diagnostics.push(...found);
    // What is empty between two `---`, or holds comments only, is no document.
    if (found.length === 0 && read.value === null) continue;
    const kind: unknown = isMap(document.contents) ? document.contents.get('kind', true) : undefined;
    documents.push({
      file,
      value: read.value,
      at: (path) => {
        const place = placeOf(read.place, path);
        return positionOf(place.key ?? place.start);
      },
      valueAt: (path) => positionOf(placeOf(read.place, path).start),
      sourceOf: (path) => placeOf(read.place, path).source,
      isSound: found.length === 0,
      kind: isScalar(kind) ? kind.value : undefined,
    });
  }
  return { documents, diagnostics };
};

/** The place at a path, or the nearest above it. */
const placeOf = (root: Place, path: readonly (string | number)[]): Place => {
  let place = root;
  for (const step of path) {
    const next = place.children.get(step);
    if (next === undefined) return place;
    place = next;
  }
  return place;
};

const describe = (error: YAMLError, positionOf: (offset: number) => Position): Diagnostic => {
  const at = positionOf(error.pos[0]);
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return diagnostic(at, 'yaml-syntax', 'The document is nested too deeply. Look for brackets that are never closed.');
  }
  if (error.code === 'TAG_RESOLVE_FAILED') {
    return diagnostic(
      at,
      'yaml-syntax',
      'Tags such as `!name` have no meaning here. Remove the tag; quote the text if it belongs to it.',
    );
  }
  if (error.code === 'BAD_ALIAS') {
    return diagnostic(
      at,
      'yaml-aliases',
      'The alias names nothing above it. Quote the text if the `*` belongs to it, or write the value out.',
    );
  }
  return diagnostic(at, 'yaml-syntax', `This is not YAML: ${error.message.replace(/\.$/, '')}.`);
};

/** A broken line often breaks in several ways, and the lines after it seem broken too: the first of them speaks, 20 in all. */
const firstOfEachRun = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const broken = new Set(diagnostics.map(({ line }) => line));
  const spoken = new Set<number>();
  const first = diagnostics.filter(({ line }) => {
    if (broken.has(line - 1) || spoken.has(line)) return false;
    spoken.add(line);
    return true;
  });
  return first.slice(0, 20);
};
