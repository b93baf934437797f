import { Refusal } from '../refusal';

/** How one object is meant: by its object id, or by an alternate key such as appId. */
export interface Key {
  readonly by: string;
  readonly value: string;
}

/** A part of a path: a word, or a key in parentheses behind one. */
export type PathPart = { readonly word: string } | { readonly key: Key };

/** A request's target, taken apart. */
export interface Target {
  readonly parts: readonly PathPart[];
  readonly query: ReadonlyMap<string, string>;
}

/**
 * Takes a path apart that begins behind the version. It is split before it is decoded, so that no slash, quote or
 * question mark inside a name breaks out of it; a quote inside a key is doubled, as OData has it.
 * @throws Refusal 400, where it is malformed.
 */
export const parseTarget = (pathAndQuery: string): Target => {
  const mark = pathAndQuery.indexOf('?');
  const path = mark < 0 ? pathAndQuery : pathAndQuery.slice(0, mark);
  const segments = path.split('/').slice(1);
  return {
    parts: segments.flatMap((segment) => parseSegment(decode(segment))),
    query: mark < 0 ? new Map() : parseQuery(pathAndQuery.slice(mark + 1)),
  };
};

const parseSegment = (segment: string): PathPart[] => {
  if (segment === '') throw malformed('A segment of the path is empty.');
  const match = /^([\w$.-]+)\((?:(\w+)=)?'((?:[^']|'')*)'\)$/s.exec(segment);
  if (match !== null) {
    const [, word = '', by = 'id', value = ''] = match;
    return [{ word }, { key: { by, value: value.replaceAll("''", "'") } }];
  }
  if (/[()']/.test(segment)) throw malformed(`The key in '${segment}' is malformed.`);
  return [{ word: segment }];
};

const parseQuery = (text: string): ReadonlyMap<string, string> => {
  const options = new Map<string, string>();
  for (const pair of text.split('&')) {
    const [name = '', ...value] = pair.split('=');
    const option = decode(name.replaceAll('+', ' '));
    if (options.has(option)) throw malformed(`Query option '${option}' was specified more than once.`);
    options.set(option, decode(value.join('=').replaceAll('+', ' ')));
  }
  return options;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed(`'${text}' is not percent-encoded properly.`);
  }
};

const malformed = (message: string): Refusal => new Refusal(400, 'BadRequest', message);
