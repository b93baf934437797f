import type { ErrorObject } from 'ajv';
import type { DiagnosticCode } from '../diagnostics';
import { didYouMean } from '../near-miss';
import { allowedTexts, descriptionOf, knownKeys, type SchemaChain } from './schema';

/** What an error of the validator is about. */
export interface Offence {
  readonly error: ErrorObject;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** The scalar as it is written. */
  readonly source: string | undefined;
  readonly schema: SchemaChain;
}

/** What is wrong, and what to do. */
export interface Explanation {
  readonly code: DiagnosticCode;
  readonly message: string;
}

/** Says in plain words what is wrong with a value. Patterns are described by the schema's own description. */
export const explain = (offence: Offence): Explanation => {
  const { error, value, schema } = offence;
  const name = nameOf(offence.path);
  const meaning = descriptionOf(schema);
  const limit = String(parameter(error, 'limit'));
  switch (error.keyword) {
    case 'type':
      return { code: 'wrong-type', message: explainType(offence, name, meaning) };
    case 'enum':
    case 'const': {
      const allowed = allowedTexts(schema);
      const known = allowed.length > 0 ? allowed.map((text) => `\`${text}\``).join(', ') : '`true`';
      // Where there is but one word, it need not be guessed.
      const hint = typeof value === 'string' && allowed.length > 1 ? didYouMean(value, allowed) : '';
      const more = error.keyword === 'enum' ? ` ${meaning}` : '';
      return { code: 'wrong-value', message: `${name} is ${show(value)}; it can be ${known}.${hint}${more}` };
    }
    case 'minItems':
      return { code: 'wrong-value', message: `${name} needs at least ${limit} ${plural(limit, 'item')}. ${meaning}` };
    case 'maxItems':
      return { code: 'wrong-value', message: `${name} has more than ${limit} items. ${meaning}` };
    case 'uniqueItems':
      return { code: 'wrong-value', message: `${name} names an item twice. Remove one of them.` };
    case 'minProperties':
      return { code: 'wrong-value', message: `${name} is empty.${oneOf(knownKeys(schema))} ${meaning}` };
    case 'maxProperties':
      return { code: 'wrong-value', message: `${name} has too many keys: at most ${limit}. ${meaning}` };
    case 'minLength':
      return { code: 'wrong-value', message: `${name} is empty. ${meaning}` };
    case 'maxLength':
      return { code: 'wrong-value', message: `${name} is longer than ${limit} characters. ${meaning}` };
    case 'minimum':
      return { code: 'wrong-value', message: `${name} is ${show(value)}; the least is ${limit}. ${meaning}` };
    case 'maximum':
      return { code: 'wrong-value', message: `${name} is ${show(value)}; the most is ${limit}. ${meaning}` };
    default: {
      const hint = typeof value === 'string' ? didYouMean(value, allowedTexts(schema)) : '';
      return { code: 'wrong-value', message: `${name} cannot be ${show(value)}.${hint} ${meaning}` };
    }
  }
};

/** A parameter of the validator's error, whatever it is. */
export const parameter = (error: ErrorObject, name: string): unknown => {
  const parameters: Readonly<Record<string, unknown>> = error.params;
  return parameters[name];
};

/** What a value is called in a sentence: by its key, an item by the key of its list. */
export const nameOf = (path: readonly (string | number)[]): string => {
  const last = path.at(-1);
  if (last === undefined) return 'The document';
  if (typeof last === 'string') return `\`${last}\``;
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? 'An item' : `An item of \`${list}\``;
};

const explainType = ({ error, value, source, path }: Offence, name: string, meaning: string): string => {
  const type = parameter(error, 'type');
  const types = (Array.isArray(type) ? type : [type]).map(String);
  const isBare = typeof value === 'number' || typeof value === 'boolean';
  if (types.includes('string') && isBare) {
    const written = source ?? String(value);
    return `${name} is ${kindOf(value)} to YAML. Put it in quotes: ${lastKey(path)}'${written}'. ${meaning}`;
  }
  const expected = types.map((each) => typeNames[each] ?? each).join(' or ');
  return `${name} must be ${expected}, and is ${value === null ? 'empty' : kindOf(value)}. ${meaning}`;
};

const lastKey = (path: readonly (string | number)[]): string => {
  const last = path.at(-1);
  return typeof last === 'string' ? `${last}: ` : '';
};

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping (`key: value`)',
  array: 'a list (`- item`)',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
};

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string' ? 'text' : 'a mapping';
};

const show = (value: unknown): string => {
  if (typeof value !== 'string')
    return typeof value === 'object' && value !== null ? kindOf(value) : `\`${String(value)}\``;
  if (value === '') return 'empty';
  return `\`${value.length > 60 ? `${value.slice(0, 60)}…` : value}\``;
};

const oneOf = (keys: readonly string[]): string =>
  keys.length === 0 ? '' : ` Add at least one of the keys ${keys.map((key) => `\`${key}\``).join(', ')}.`;

const plural = (count: string, word: string): string => (count === '1' ? word : `${word}s`);
