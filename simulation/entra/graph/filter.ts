import { Refusal } from '../refusal';

/** One condition of a filter: a property, or an element of a list, equals a value. */
export interface Condition {
  readonly property: string;
  readonly any: boolean;
  readonly value: string;
}

/** The filterable properties of a resource, each a text or a list of texts. */
export type Filterable<Item> = Readonly<Record<string, (item: Item) => string | null | readonly string[]>>;

const pattern = {
  equals: /^\s*([A-Za-z]+)\s+eq\s+'((?:[^']|'')*)'/,
  any: /^\s*([A-Za-z]+)\/any\(\s*([A-Za-z]+)\s*:\s*([A-Za-z]+)\s+eq\s+'((?:[^']|'')*)'\s*\)/,
  and: /^\s+and(?=\s)/,
};

/**
 * Reads a filter: `name eq 'x'` and `tags/any(t:t eq 'x')`, joined by `and`. That is all the local Graph knows.
 * @throws Refusal 400, for everything else.
 */
export const parseFilter = (text: string): readonly Condition[] => {
  const conditions: Condition[] = [];
  let rest = text;
  for (;;) {
    const equals = pattern.equals.exec(rest);
    const any = pattern.any.exec(rest);
    if (equals !== null) {
      conditions.push({ property: equals[1] ?? '', any: false, value: unquoted(equals[2] ?? '') });
    } else if (any !== null && any[2] === any[3]) {
      conditions.push({ property: any[1] ?? '', any: true, value: unquoted(any[4] ?? '') });
    } else {
      throw invalid(text);
    }
    rest = rest.slice((equals ?? any)?.[0].length);
    if (rest.trim() === '') return conditions;
    const and = pattern.and.exec(rest);
    if (and === null) throw invalid(text);
    rest = rest.slice(and[0].length);
  }
};

/**
 * What a filter lets through. The directory compares without regard to case.
 * @throws Refusal 400, where a property cannot be filtered on.
 */
export const applyFilter = <Item>(
  items: readonly Item[],
  conditions: readonly Condition[],
  filterable: Filterable<Item>,
  type: string,
): readonly Item[] => {
  const tests = conditions.map(({ property, any, value }) => {
    const read = Object.hasOwn(filterable, property) ? filterable[property] : undefined;
    if (read === undefined) throw unsupported(property, type);
    const wanted = value.toLowerCase();
    return (item: Item): boolean => {
      const found = read(item);
      if (Array.isArray(found) !== any) throw unsupported(property, type);
      return [found].flat().some((one) => one?.toLowerCase() === wanted);
    };
  });
  return items.filter((item) => tests.every((test) => test(item)));
};

const unquoted = (literal: string): string => literal.replaceAll("''", "'");

const invalid = (text: string): Refusal => new Refusal(400, 'BadRequest', `Invalid filter clause: '${text}'.`);

const unsupported = (property: string, type: string): Refusal =>
  new Refusal(
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${property}' of resource '${type}'.`,
  );
