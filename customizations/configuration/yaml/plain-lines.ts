/** A text, or a mapping of such. */
type PlainValue = string | { readonly [key: string]: PlainValue };

/** A document that is written in plain lines. */
export type PlainDocument = Readonly<Record<string, PlainValue | readonly PlainValue[]>>;

/**
 * Reads a document that is written the way lock files are: comments, `key: text`, and `key:` with a list below it, each
 * item a mapping in braces on a line of its own. Undefined of anything else, and of whatever is doubtful: that is for the
 * YAML parser, which reads the same here, and takes many times as long for an organization of ten thousand accounts.
 */
export const readPlainLines = (text: string): PlainDocument | undefined => {
  const entries: [string, PlainValue | readonly PlainValue[]][] = [];
  let list: PlainValue[] | undefined;
  for (const line of text.split('\n')) {
    if (line.length > maxLineLength) return undefined;
    if (line === '' || (line.startsWith('#') && !line.includes('\r'))) continue;
    if (line.startsWith('  - { ')) {
      const item = readMapping(line, 4, 1);
      if (item?.end !== line.length || list === undefined) return undefined;
      list.push(item.value);
      continue;
    }
    const key = readKey(line, 0);
    if (key === undefined || list?.length === 0) return undefined;
    if (key.end === line.length) {
      list = [];
      entries.push([key.value, list]);
      continue;
    }
    list = undefined;
    const value = readValue(line, key.end, 0);
    if (value?.end !== line.length) return undefined;
    entries.push([key.value, value.value]);
  }
  return entries.length === 0 || list?.length === 0 ? undefined : distinct(entries);
};

/** What was read, and where the text behind it begins. */
interface Read<T> {
  readonly value: T;
  readonly end: number;
}

/** What is longer or deeper is left to the parser, which has limits of its own. */
const maxLineLength = 1 << 17;
const maxKeyLength = 1000;
const maxDepth = 4;

/** Reads `{ key: value, key: value }`. */
const readMapping = (line: string, start: number, depth: number): Read<PlainValue> | undefined => {
  if (depth > maxDepth) return undefined;
  const entries: [string, PlainValue][] = [];
  let at = start;
  do {
    const key = readKey(line, at + 2);
    const value = key && readValue(line, key.end, depth);
    if (key === undefined || value === undefined) return undefined;
    entries.push([key.value, value.value]);
    at = value.end;
  } while (line.startsWith(', ', at));
  const value = line.startsWith(' }', at) ? distinct(entries) : undefined;
  return value && { value, end: at + 2 };
};

/** Reads a key with its colon. */
const readKey = (line: string, at: number): Read<string> | undefined => {
  const key = readScalar(line, at);
  return key !== undefined && key.end - at <= maxKeyLength && line.startsWith(':', key.end)
    ? { ...key, end: key.end + 1 }
    : undefined;
};

const readValue = (line: string, at: number, depth: number): Read<PlainValue> | undefined => {
  if (!line.startsWith(' ', at)) return undefined;
  return line.startsWith('{ ', at + 1) ? readMapping(line, at + 1, depth + 1) : readScalar(line, at + 1);
};

const readScalar = (line: string, at: number): Read<string> | undefined => {
  scalar.lastIndex = at;
  const found = scalar.exec(line);
  if (found === null) return undefined;
  const [{ length }, plain, single, double] = found;
  if (plain !== undefined && reserved.test(plain)) return undefined;
  return { value: plain ?? single?.replaceAll("''", "'") ?? double ?? '', end: at + length };
};

/**
 * Text without quotes that nothing can mistake, or of which quotes leave no doubt: without escapes, line breaks and
 * invisible characters.
 */
const scalar = /([A-Za-z/][\w/.-]*(?: [\w/.-]+)*)|'((?:[^'\p{C}\p{Z}]| |'')*)'|"((?:[^"\\\p{C}\p{Z}]| )*)"/uy;

/** What YAML's core schema takes for something else than text. */
const reserved = /^(?:null|true|false)$/i;

/** A record of entries; undefined where a key is there twice. */
const distinct = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> | undefined => {
  const record = Object.fromEntries(entries);
  return Object.keys(record).length === entries.length ? record : undefined;
};
