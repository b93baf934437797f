import { Refusal, badRequest } from '../refusal';

/** An object of a request's body. */
export type Body = Readonly<Record<string, unknown>>;

/** What each property of a body may be: its reader refuses what it may not. */
type Readers<Fields> = { readonly [Name in keyof Fields]-?: (value: unknown, name: string) => Fields[Name] };

/** @throws Refusal 400, where the body is no JSON object. */
export const parseBody = (text: string | undefined): Body => {
  const value = parsed(text ?? '');
  if (!isBody(value))
    throw new Refusal(400, 'BadRequest', 'Unable to read JSON request payload: an object is expected.');
  return value;
};

/**
 * Reads a body property by property.
 * @returns the properties that it has.
 * @throws Refusal 400, for a property that is not known, cannot be set, or has a wrong value.
 */
export const readFields = <Fields extends object>(body: Body, readers: Readers<Fields>): Partial<Fields> => {
  const fields: Partial<Fields> = {};
  for (const name of Object.keys(body)) {
    if (!hasReader(readers, name)) throw badRequest(`Property '${name}' is unknown, or cannot be set.`);
    fields[name] = readers[name](body[name], name);
  }
  return fields;
};

const hasReader = <Fields>(readers: Readers<Fields>, name: string): name is keyof Fields & string =>
  Object.hasOwn(readers, name);

/** A text of so many characters. */
export const text =
  (least: number, most: number) =>
  (value: unknown, name: string): string => {
    if (typeof value !== 'string' || value.length < least || value.length > most) {
      throw invalid(name, `a text of ${least} to ${most} characters`);
    }
    return value;
  };

/** A value, or null. */
export const nullable =
  <Value>(read: (value: unknown, name: string) => Value) =>
  (value: unknown, name: string): Value | null =>
    value === null ? null : read(value, name);

/** A list without repetitions. */
export const list =
  <Value>(read: (value: unknown, name: string) => Value) =>
  (value: unknown, name: string): readonly Value[] => {
    if (!Array.isArray(value)) throw invalid(name, 'a list');
    return [...new Set(value.map((item) => read(item, name)))];
  };

/** A list that may only be emptied. */
export const emptied = (value: unknown, name: string): readonly never[] => {
  if (!Array.isArray(value) || value.length > 0) throw invalid(name, 'an empty list');
  return [];
};

/** One of a few values. */
export const choice =
  <const Value>(values: readonly Value[]) =>
  (value: unknown, name: string): Value => {
    const found = values.find((one) => one === value);
    if (found === undefined) throw invalid(name, `one of ${values.join(', ')}`);
    return found;
  };

export const truth = choice([true, false]);

/** A value that is there. */
export const required = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw badRequest(`Property '${name}' is required.`);
  return value;
};

export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const invalid = (name: string, expected: string): Refusal =>
  badRequest(`Invalid value specified for property '${name}': expected ${expected}.`);
