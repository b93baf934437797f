import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, parseAllDocuments, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import { isObject } from '../../federation/trust/json';

/** A text that is put in at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Adds accounts to `existingIn` of an identity provider, and leaves every other byte of the file as it is. Undefined where
 * the file has no such identity provider, or is written in a way that cannot be added to: what comes of it is read again,
 * and must differ in nothing else.
 */
export const addExistingIn = (text: string, name: string, accounts: readonly string[]): string | undefined => {
  for (const document of parseAllDocuments(text)) {
    const provider = 'errors' in document ? providerNamed(document, name) : undefined;
    if (provider === undefined) continue;
    const insertion = insertionFor(text, provider, accounts);
    if (insertion === undefined) return undefined;
    const edited = text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at);
    return isDeepStrictEqual(valuesOf(edited), withAccounts(valuesOf(text), name, accounts)) ? edited : undefined;
  }
  return undefined;
};

const providerNamed = (document: Document, name: string): YAMLMap | undefined => {
  const list = document.get('kind') === 'IdentityProviders' ? document.get('identityProviders') : undefined;
  return isSeq(list) ? list.items.filter(isMap).find((item) => item.get('name') === name) : undefined;
};

const insertionFor = (text: string, provider: YAMLMap, accounts: readonly string[]): Insertion | undefined => {
  const present = provider.get('existingIn');
  const quoted = accounts.map((account) => `'${account}'`);
  if (isSeq(present)) return intoList(text, present, quoted);
  if (provider.has('existingIn')) return undefined;
  const last = endOf(provider.items.at(-1)?.value);
  if (last === undefined) return undefined;
  const list = `existingIn: [${quoted.join(', ')}]`;
  if (provider.flow === true) return { at: last, text: `, ${list}` };
  const [key] = provider.items.map((pair) => pair.key);
  const start = isScalar(key) ? key.range?.[0] : undefined;
  return start === undefined ? undefined : { at: lineEnd(text, last), text: `\n${columnOf(text, start)}${list}` };
};

const intoList = (text: string, list: YAMLSeq, quoted: readonly string[]): Insertion | undefined => {
  const last = endOf(list.items.at(-1));
  if (list.flow === true) {
    const start = list.range?.[0];
    if (last !== undefined) return { at: last, text: `, ${quoted.join(', ')}` };
    return start === undefined ? undefined : { at: start + 1, text: quoted.join(', ') };
  }
  if (last === undefined) return undefined;
  const line = text.slice(text.lastIndexOf('\n', last - 1) + 1, last);
  const indent = /^ *(?=- )/.exec(line)?.[0];
  return indent === undefined
    ? undefined
    : { at: lineEnd(text, last), text: quoted.map((one) => `\n${indent}- ${one}`).join('') };
};

/** Where the text of a value ends, without the comment behind it. */
const endOf = (node: unknown): number | undefined =>
  isScalar(node) || isSeq(node) || isMap(node) ? node.range?.[1] : undefined;

/** The end of the line that an offset is in; a collection ends with its last line already. */
const lineEnd = (text: string, at: number): number => {
  const inLine = text[at - 1] === '\n' ? at - 1 : at;
  const end = text.indexOf('\n', inLine);
  const last = end < 0 ? text.length : end;
  return text[last - 1] === '\r' ? last - 1 : last;
};

const columnOf = (text: string, at: number): string => ' '.repeat(at - (text.lastIndexOf('\n', at - 1) + 1));

const valuesOf = (text: string): readonly unknown[] =>
  parseAllDocuments(text).map((document) => {
    const value: unknown = document.toJS();
    return value;
  });

const withAccounts = (values: readonly unknown[], name: string, accounts: readonly string[]): readonly unknown[] =>
  values.map((value) => {
    if (!isObject(value) || value['kind'] !== 'IdentityProviders') return value;
    const identityProviders = listOf(value['identityProviders']).map((item) =>
      isObject(item) && item['name'] === name
        ? { ...item, existingIn: [...listOf(item['existingIn']), ...accounts] }
        : item,
    );
    return { ...value, identityProviders };
  });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
