import { isObject, stringsOf } from './json';
import { operators, parseOperatorName } from './operators';

/** The values that a request has, by condition key in lower case. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** What became of one condition, with both sides of the comparison. */
export interface ConditionResult {
  /** As the policy writes it. */
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** Undefined where the request does not have the key. */
  readonly got: readonly string[] | undefined;
  /** Undefined where the operator is unknown here, so that nothing can be said. */
  readonly holds: boolean | undefined;
}

/**
 * Evaluates a `Condition` block; the block holds where every result does. Source: the IAM user guide, «Conditions with
 * multiple context keys or values» and «Set operators for multivalued context keys».
 */
export const evaluateConditions = (block: unknown, context: RequestContext): readonly ConditionResult[] => {
  if (block === undefined) return [];
  if (!isObject(block)) return [{ operator: 'Condition', key: '', wanted: [], got: undefined, holds: undefined }];
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, value]) => {
      const wanted = stringsOf(value) ?? [];
      const got = context[key.toLowerCase()];
      return { operator, key, wanted, got, holds: holds(operator, wanted, got, context) };
    }),
  );
};

const holds = (
  name: string,
  wanted: readonly string[],
  got: readonly string[] | undefined,
  context: RequestContext,
): boolean | undefined => {
  const { base, set, ifExists } = parseOperatorName(name);
  if (base === 'null') return wanted.some((value) => (value.toLowerCase() === 'true') === (got === undefined));
  const operator = operators[base];
  if (operator === undefined) return undefined;
  if (got === undefined || got.length === 0)
    return ifExists || set === 'all' || (set === undefined && operator.negated);

  const expanded = wanted.map((value) => substitute(value, context)).filter((value) => value !== undefined);
  const satisfied = (value: string): boolean => expanded.some((w) => operator.matches(value, w)) !== operator.negated;
  if (set === 'any') return got.some(satisfied);
  if (set === 'all' || operator.negated) return got.every(satisfied);
  return got.some(satisfied);
};

/** Replaces policy variables by the request's values; undefined where a variable has none, so that nothing matches. */
const substitute = (text: string, context: RequestContext): string | undefined => {
  const variable = /\$\{([^}]*)\}/g;
  const valueOf = (name: string): string | undefined =>
    ['*', '?', '$'].includes(name) ? name : context[name.trim().toLowerCase()]?.[0];
  if ([...text.matchAll(variable)].some(([, name]) => valueOf(name ?? '') === undefined)) return undefined;
  return text.replace(variable, (_whole, name: string) => valueOf(name) ?? '');
};
