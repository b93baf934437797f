import { Refusal } from '../refusal';

/** What `$search` can look into, by name; its words are compared. */
export type Searchable<Item> = Readonly<Record<string, (item: Item) => string>>;

/**
 * What a search such as `"displayName:web deployer"` finds: whatever has all its words, in any order, among others. It
 * is no lookup by name. Of Graph's syntax only a single clause is known here, and of its properties those that are
 * compared by words. Source: Microsoft's page on the `$search` query parameter.
 * @param isEventual whether the header `ConsistencyLevel: eventual` was sent.
 * @throws Refusal 400, without that header, and for everything that is not such a clause.
 */
export const applySearch = <Item>(
  items: readonly Item[],
  search: string,
  searchable: Searchable<Item>,
  isEventual: boolean,
): readonly Item[] => {
  if (!isEventual) {
    throw new Refusal(
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const [, property = '', escaped = ''] = /^\s*"(\w+):((?:[^"\\]|\\["\\])+)"\s*$/s.exec(search) ?? [];
  const read = Object.hasOwn(searchable, property) ? searchable[property] : undefined;
  if (read === undefined) throw new Refusal(400, 'BadRequest', `Invalid $search clause: '${search}'.`);
  const wanted = wordsOf(escaped.replace(/\\(.)/gs, '$1'));
  return items.filter((item) => {
    const text = read(item);
    const found = new Set([...wordsOf(text), ...joinedWordsOf(text)]);
    return wanted.every((word) => found.has(word));
  });
};

/**
 * Takes a text apart at blanks, between letters, numbers and symbols, and where a lower-case letter is followed by an
 * upper-case one: `helloWorld-12` has the words `hello`, `world`, `-` and `12`.
 */
const wordsOf = (text: string): readonly string[] =>
  (text.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]/gu) ?? [])
    .flatMap((run) => run.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(' '))
    .map((word) => word.toLowerCase());

/** Words that only symbols keep apart are one word too: `hello-world` has the word `helloworld`. */
const joinedWordsOf = (text: string): readonly string[] =>
  text.split(/\s+/).map((part) => part.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase());
