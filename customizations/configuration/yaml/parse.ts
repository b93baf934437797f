import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { Locate } from '../configuration';
import type { Diagnostic, Position } from '../diagnostics';
import { type PlainDocument, readPlainLines } from './plain-lines';
import { syntaxProblems } from './syntax';
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

/** What was found in a YAML file. */
interface ParsedFile {
  readonly documents: readonly ParsedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The documents of a YAML file, which is YAML 1.2 with its core schema: `yes` is text, a date is text. */
export const parseYaml = (file: string, text: string): ParsedFile => {
  const value = readPlainLines(text);
  return value === undefined
    ? parseAnyYaml(file, text)
    : { documents: [plainDocument(file, text, value)], diagnostics: [] };
};

/** A document of plain lines. Its places are only looked for where there is something to say of it. */
const plainDocument = (file: string, text: string, value: PlainDocument): ParsedDocument => {
  let parsed: ParsedFile | undefined;
  const located = (): ParsedDocument | undefined => (parsed ??= parseAnyYaml(file, text)).documents[0];
  const start = { file, line: 1, column: 1 };
  const { kind } = value;
  return {
    file,
    value,
    at: (path) => located()?.at(path) ?? start,
    valueAt: (path) => located()?.valueAt(path) ?? start,
    sourceOf: (path) => located()?.sourceOf(path),
    isSound: true,
    kind: typeof kind === 'string' ? kind : undefined,
  };
};

/** The documents of any YAML file, with their places. */
export const parseAnyYaml = (file: string, text: string): ParsedFile => {
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
    const syntax = syntaxProblems(document, text, positionOf);
    const read = readValue(document.contents, positionOf);
    const found = syntax.length > 0 ? syntax : read.diagnostics;
    diagnostics.push(...found);
    // What is empty between two `---`, or holds comments only, is no document.
    if (found.length === 0 && read.value === null) continue;
    const node: unknown = isMap(document.contents) ? document.contents.get('kind', true) : undefined;
    const kind: unknown = isScalar(node) ? node.value : undefined;
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
      kind: syntax.length > 0 ? brokenKind(text, parsed.length, kind) : kind,
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

/**
 * The kind of a document that is broken: from what could be read of it, else from the file's only `kind:` line. Where
 * there are more such lines than documents, one of them has swallowed another, and nothing is certain.
 */
const brokenKind = (text: string, documents: number, read: unknown): unknown => {
  const lines = [...text.matchAll(/^["']?kind["']?[ \t]*:(.*)$/gm)];
  if (lines.length > documents) return undefined;
  if (read !== undefined || documents > 1) return read;
  return /^[ \t]+(\w+)[ \t]*(#.*)?\r?$/.exec(lines[0]?.[1] ?? '')?.[1];
};
