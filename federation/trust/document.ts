import { isObject, stringsOf } from './json';

/** A trust policy, parsed; `raw` is the whole document, from which an edit is made. */
export interface TrustPolicy {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly statements: readonly TrustStatement[];
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
}

/** Parses a trust policy; undefined where the text is none. IAM itself never shows such a text. */
export const parseTrustPolicy = (text: string): TrustPolicy | undefined => {
  const raw = parseJson(text);
  if (!isObject(raw)) return undefined;
  const written: unknown = raw['Statement'];
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  const statements = list.map(parseStatement);
  return statements.every((statement) => statement !== undefined) ? { raw, statements } : undefined;
};

const parseStatement = (raw: unknown): TrustStatement | undefined => {
  if (!isObject(raw)) return undefined;
  const effect = raw['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return undefined;
  const notPrincipal = 'NotPrincipal' in raw;
  const notAction = 'NotAction' in raw;
  const principals = parsePrincipals(raw[notPrincipal ? 'NotPrincipal' : 'Principal']);
  const actions = stringsOf(raw[notAction ? 'NotAction' : 'Action']);
  if (principals === undefined || actions === undefined) return undefined;
  return { raw, effect, principals, notPrincipal, actions, notAction, condition: raw['Condition'] };
};

const parsePrincipals = (value: unknown): TrustStatement['principals'] | undefined => {
  if (value === '*') return { '*': ['*'] };
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([kind, names]) => [kind, stringsOf(names)] as const);
  return entries.every(([, names]) => names !== undefined)
    ? Object.fromEntries(entries.map(([kind, names]) => [kind, names ?? []]))
    : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
