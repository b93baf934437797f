import type { ErrorObject } from 'ajv';
import { type Diagnostic, diagnostic } from '../diagnostics';
import type { ParsedDocument } from '../yaml/parse';
import { explain, parameter } from './explain';
import { explainKeys } from './explain-keys';
import type { CheckedBy } from './kinds';
import { schemaAt } from './schema';

type Path = readonly (string | number)[];

/** What a schema finds in a document. */
export interface SchemaFindings {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether nothing is said against the value at a path or one above it, so that further checks may judge it. */
  readonly isSound: (path: Path) => boolean;
}

/**
 * Validates a document by its schema: one diagnostic for each mistake. An unknown key stands at the key, a missing one
 * at the mapping, everything else at the value.
 */
export const validateBySchema = (document: ParsedDocument, { schema, validate }: CheckedBy): SchemaFindings => {
  if (validate(document.value)) return { diagnostics: [], isSound: () => true };
  const byPointer = grouped(validate.errors ?? []);
  const unsound = new Set<string>();
  const diagnostics = [...byPointer].flatMap(([pointer, errors]): readonly Diagnostic[] => {
    const path = pathOf(pointer, document.value);
    const value = path.reduce((above: unknown, step) => child(above, String(step)), document.value);
    const about = { document, path, value, schema: schemaAt(schema, path), root: schema };
    const keys = explainKeys(about, errors);
    const others = errors.filter((error) => !['additionalProperties', 'required'].includes(error.keyword));
    if (others.some((error) => !isAboutSize(error))) unsound.add(JSON.stringify(path));
    // One value is one mistake; a mapping with a key too many has too many keys.
    const [first] = others;
    if (first === undefined || (keys.length > 0 && isAboutSize(first))) return keys;
    const { code, message } = explain({ ...about, error: first, source: document.sourceOf(path) });
    return [...keys, diagnostic(document.valueAt([...path, ...repeated(first)]), code, message.trim())];
  });
  const isSound = (path: Path): boolean =>
    unsound.size === 0 || !prefixesOf(path).some((prefix) => unsound.has(JSON.stringify(prefix)));
  return { diagnostics, isSound };
};

const grouped = (errors: readonly ErrorObject[]): ReadonlyMap<string, readonly ErrorObject[]> => {
  const groups = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const group = groups.get(error.instancePath);
    if (group === undefined) groups.set(error.instancePath, [error]);
    else group.push(error);
  }
  return groups;
};

/** Errors that say nothing against the single items and keys. */
const isAboutSize = (error: ErrorObject): boolean =>
  ['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'].includes(error.keyword);

/** The later of two items that are the same, which the validator names `i` and `j`. */
const repeated = (error: ErrorObject): Path =>
  error.keyword === 'uniqueItems' ? [Math.max(Number(parameter(error, 'i')), Number(parameter(error, 'j')))] : [];

const prefixesOf = (path: Path): readonly Path[] =>
  Array.from({ length: path.length + 1 }, (_, length) => path.slice(0, length));

/** A JSON pointer as a path; steps into lists are numbers. */
const pathOf = (pointer: string, root: unknown): Path => {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(step) : step);
    value = child(value, step);
  }
  return path;
};

const child = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
