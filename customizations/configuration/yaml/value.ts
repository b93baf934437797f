import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Diagnostic, diagnostic, type Position } from '../diagnostics';

/** Where a value stands in the text, as offsets, with the places of what it holds. */
export interface Place {
  /** Where the value begins. */
  readonly start: number;
  /** Where its key begins, for the values of a mapping. */
  readonly key?: number;
  /** A scalar as it is written, without quotes. */
  readonly source?: string;
  readonly children: ReadonlyMap<string | number, Place>;
}

/** A value together with its place. */
export interface PlacedValue {
  readonly value: unknown;
  readonly place: Place;
}

/** How many levels a document may have; the deepest that a schema knows is a dozen. */
const maxDepth = 64;

/** How many values the aliases of a document may copy in all. It lets lists be shared, and stops alias bombs. */
const maxCopies = 1000;

interface Measured extends PlacedValue {
  readonly size: number;
}

/**
 * Turns the node of a YAML document into a plain value. It does what `toJS` of the package does, and besides keeps the
 * places, finds keys that are given twice in linear time, and bounds aliases and depth without throwing.
 */
export const readValue = (
  root: ParsedNode | null,
  positionOf: (offset: number) => Position,
): PlacedValue & { readonly diagnostics: readonly Diagnostic[] } => {
  const diagnostics: Diagnostic[] = [];
  const anchors = new Map<string, Measured>();
  let copies = 0;
  const report = (offset: number, ...[code, message]: readonly [Diagnostic['code'], string]): void => {
    diagnostics.push(diagnostic(positionOf(offset), code, message));
  };

  const readAlias = (name: string, start: number): Measured => {
    const nothing = { value: null, place: { start, children: new Map<never, never>() }, size: 1 };
    if (copies > maxCopies) return nothing;
    const target = anchors.get(name);
    if (target === undefined) {
      const message = `To YAML, \`*${name}\` is an alias, and no value that ends above it has the anchor \`&${name}\`. If the text is meant, put it in quotes: '*${name}'.`;
      report(start, 'yaml-aliases', message);
      return nothing;
    }
    copies += target.size;
    if (copies <= maxCopies) return { ...target, place: { ...target.place, start } };
    report(start, 'yaml-aliases', `The aliases copy more than ${maxCopies} values up to here. Write the values out.`);
    return nothing;
  };

  const readMap = (node: YAMLMap.Parsed, start: number, depth: number): Measured => {
    const entries = new Map<string, Measured>();
    const keys = new Map<string, number>();
    let size = 1;
    for (const pair of node.items) {
      const key = textOfKey(pair);
      const offset = pair.key.range[0];
      if (key === undefined) {
        report(
          offset,
          'wrong-type',
          'A key must be a single word or text. Write `key: value`; quote the value if it begins with `{` or `[`.',
        );
        continue;
      }
      const first = keys.get(key);
      if (first !== undefined) {
        report(
          offset,
          'yaml-syntax',
          `The key \`${key}\` is given twice; it stands on line ${positionOf(first).line} already. Remove one of them.`,
        );
        continue;
      }
      keys.set(key, offset);
      const read = readNode(pair.value, offset, depth + 1);
      size += read.size;
      entries.set(key, { ...read, place: { ...read.place, key: offset } });
    }
    return {
      value: Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value])),
      place: { start, children: new Map([...entries].map(([key, entry]) => [key, entry.place])) },
      size,
    };
  };

  const readSeq = (node: YAMLSeq.Parsed, start: number, depth: number): Measured => {
    const items = node.items.map((item) => readNode(isNode(item) ? item : null, start, depth + 1));
    return {
      value: items.map((item) => item.value),
      place: { start, children: new Map(items.map((item, index) => [index, item.place])) },
      size: items.reduce((sum, item) => sum + item.size, 1),
    };
  };

  const readContents = (node: ParsedNode, depth: number): Measured => {
    const start = node.range[0];
    if (isAlias(node)) return readAlias(node.source, start);
    if (isScalar(node)) {
      const place = { start, source: node.source, children: new Map<never, never>() };
      return { value: node.value, place, size: 1 };
    }
    if (depth >= maxDepth) {
      report(
        start,
        'yaml-syntax',
        `The document is nested deeper than ${maxDepth} levels. Look for brackets that are never closed.`,
      );
      return { value: null, place: { start, children: new Map() }, size: 1 };
    }
    return isMap(node) ? readMap(node, start, depth) : readSeq(node, start, depth);
  };

  const readNode = (node: ParsedNode | null, fallback: number, depth: number): Measured => {
    if (node === null) return { value: null, place: { start: fallback, children: new Map() }, size: 1 };
    const read = readContents(node, depth);
    if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, read);
    return read;
  };

  const { value, place } = readNode(root, 0, 0);
  return { value, place, diagnostics };
};

const isNode = (item: ParsedNode | Pair): item is ParsedNode =>
  isScalar(item) || isAlias(item) || isMap(item) || isSeq(item);

/** The text of a pair's key; undefined where it is a collection, an alias or nothing. */
const textOfKey = (pair: Pair<ParsedNode, ParsedNode | null>): string | undefined =>
  isScalar(pair.key) && pair.key.value !== null ? pair.key.source : undefined;
