import { isObject, stringsOf } from './json';

/** A trust policy, parsed; `raw` is the whole document, from which an edit is made. */
export interface TrustPolicy {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly statements: readonly TrustStatement[];
  /** Whether the version of the policy language has policy variables; without a version, it is the old one. */
  readonly variables: boolean;
}

/** A statement, with what may be written as one or as a list always as a list. */
export interface TrustStatement {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly effect: 'Allow' | 'Deny';
  /** Principals by their kind (`AWS`, `Federated`, `Service`, …); `*` alone is `{ '*': ['*'] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  /** Whether the statement is for everybody but these. */
  readonly notPrincipal: boolean;
  readonly actions: readonly string[];
  /** Whether the statement is for every action but these. */
  readonly notAction: boolean;
  readonly condition: unknown;
  /** The comparisons of the condition block, one by one. */
  readonly comparisons: readonly Comparison[];
}

/** A comparison of a condition block, as it is written. */
export interface Comparison {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The elements of a statement. Source: the IAM user guide, «Grammar of the IAM JSON policy language». */
const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Parses a trust policy; undefined where the text is none, or where something stands in it that is not understood, for
 * then neither what it means nor how to keep it can be said.
 */
export const parseTrustPolicy = (text: string): TrustPolicy | undefined => {
  const raw = parseJson(text);
  if (!isObject(raw) || !survivesParsing(raw) || countKeys(raw) !== keysWritten(text)) return undefined;
  const written: unknown = raw['Statement'];
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  const statements = list.map(parseStatement);
  return statements.every((statement) => statement !== undefined)
    ? { raw, statements, variables: raw['Version'] === '2012-10-17' }
    : undefined;
};

const parseStatement = (raw: unknown): TrustStatement | undefined => {
  if (!isObject(raw) || !Object.keys(raw).every((key) => elements.has(key))) return undefined;
  const effect = raw['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return undefined;
  const notPrincipal = Object.hasOwn(raw, 'NotPrincipal');
  const notAction = Object.hasOwn(raw, 'NotAction');
  if (notPrincipal && Object.hasOwn(raw, 'Principal')) return undefined;
  if (notAction && Object.hasOwn(raw, 'Action')) return undefined;
  const comparisons = parseConditions(raw['Condition']);
  if (comparisons === undefined) return undefined;
  const principals = parsePrincipals(raw[notPrincipal ? 'NotPrincipal' : 'Principal']);
  const actions = stringsOf(raw[notAction ? 'NotAction' : 'Action']);
  if (principals === undefined || actions === undefined) return undefined;
  return { raw, effect, principals, notPrincipal, actions, notAction, condition: raw['Condition'], comparisons };
};

const parsePrincipals = (value: unknown): TrustStatement['principals'] | undefined => {
  if (value === '*') return { '*': ['*'] };
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([kind, names]) => [kind, stringsOf(names)] as const);
  return entries.every(([, names]) => names !== undefined)
    ? Object.fromEntries(entries.map(([kind, names]) => [kind, names ?? []]))
    : undefined;
};

const parseConditions = (value: unknown): readonly Comparison[] | undefined => {
  if (value === undefined) return [];
  if (!isObject(value)) return undefined;
  const comparisons: Comparison[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return undefined;
    for (const [key, written] of Object.entries(keys)) {
      const values = stringsOf(written);
      if (values === undefined) return undefined;
      comparisons.push({ operator, key, values });
    }
  }
  return comparisons;
};

/** A statement has half a dozen levels; IAM saves nothing that has many more. */
const maxDepth = 20;

/** Whether nothing was lost in parsing: a number beyond what JavaScript holds would be written back as another one. */
const survivesParsing = (value: unknown, depth = maxDepth): boolean => {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => survivesParsing(item, depth - 1));
};

const countKeys = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce<number>(
        (sum, item) => sum + countKeys(item),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      );

/**
 * How many keys JSON is written with. Of a key that is there twice parsing keeps the last one, and nothing says by which
 * of them IAM goes.
 */
const keysWritten = (json: string): number => json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '').split(':').length - 1;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
