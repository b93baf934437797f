import type { ErrorObject } from 'ajv';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { nearest } from '../near-miss';
import type { ParsedDocument } from '../yaml/parse';
import { nameOf, parameter } from './explain';
import { descriptionOf, knownKeys, type Schema, schemaAt, type SchemaChain } from './schema';

/** A mapping that has keys which it should not have, or lacks some. */
export interface Mapping {
  readonly document: ParsedDocument;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly schema: SchemaChain;
  /** The schema of the document. */
  readonly root: Schema;
}

/** Says which keys of a mapping are not known, and which are missing. A key that is mistyped is not missing as well. */
export const explainKeys = (mapping: Mapping, errors: readonly ErrorObject[]): readonly Diagnostic[] => {
  const { document, path, value, schema, root } = mapping;
  const named = (keyword: string, name: string): readonly string[] =>
    errors.filter((error) => error.keyword === keyword).map((error) => String(parameter(error, name)));
  const unknown = named('additionalProperties', 'additionalProperty');
  const missing = named('required', 'missingProperty');
  if (unknown.length === 0 && missing.length === 0) return [];

  const keys = knownKeys(schema);
  // A key that is given already cannot have been meant.
  const given = new Set(typeof value === 'object' && value !== null ? Object.keys(value) : []);
  const free = keys.filter((key) => !given.has(key));
  const meant = new Map(unknown.map((name) => [name, nearest(name, free)]));
  const mistyped = new Set(meant.values());
  const where = path.length === 0 ? 'Here' : `In ${inside(nameOf(path))}`;
  const known = `${where} the keys are ${keys.map((key) => `\`${key}\``).join(', ')}.`;

  const unknownOnes = [...meant].map(([name, near]) => {
    const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
    const message =
      name === '<<'
        ? 'Merge keys (`<<`) are no part of YAML 1.2. Write the keys out.'
        : `The key \`${name}\` is not known.${hint} ${known}`;
    return diagnostic(document.at([...path, name]), 'unknown-key', message);
  });
  const missingOnes = missing
    .filter((name) => !mistyped.has(name) && !meant.has('<<'))
    .map((name) => {
      const meaning = descriptionOf(schemaAt(root, [...path, name]));
      return diagnostic(document.valueAt(path), 'missing-key', `${nameOf(path)} needs the key \`${name}\`. ${meaning}`);
    });
  return [...unknownOnes, ...missingOnes];
};

const inside = (name: string): string => name.replace(/^An item/, 'an item');
