import { isObject, stringsOf } from './json';
import { operatorNamed, parseOperatorName } from './operators';
import { expandVariables, valuesOf, type RequestContext } from './variables';
import { patternOf } from './wildcard';

export type { RequestContext } from './variables';

/** What became of one condition, with both sides of the comparison. */
export interface ConditionResult {
  /** As the policy writes it. */
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** Undefined where the request does not have the key. */
  readonly got: readonly string[] | undefined;
  /** Undefined where the condition cannot be understood here, so that nothing can be said. */
  readonly holds: boolean | undefined;
}

/**
 * Evaluates a `Condition` block; the block holds where every result does. Names of operators and keys are taken whatever
 * their case. Source: the IAM user guide, «Conditions with multiple context keys or values» and «Set operators for
 * multivalued context keys».
 * @param variables whether the policy's language version has policy variables; those before 2012-10-17 have not.
 */
export const evaluateConditions = (
  block: unknown,
  context: RequestContext,
  variables = true,
): readonly ConditionResult[] => {
  if (block === undefined) return [];
  if (!isObject(block)) return [unreadable('Condition', '')];
  return Object.entries(block).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, value]): ConditionResult => {
          const wanted = stringsOf(value);
          if (wanted === undefined) return unreadable(operator, key);
          const got = valuesOf(context, key);
          return { operator, key, wanted, got, holds: holds(operator, wanted, got, context, variables) };
        })
      : [unreadable(operator, '')],
  );
};

const unreadable = (operator: string, key: string): ConditionResult => ({
  operator,
  key,
  wanted: [],
  got: undefined,
  holds: undefined,
});

const holds = (
  name: string,
  wanted: readonly string[],
  got: readonly string[] | undefined,
  context: RequestContext,
  variables: boolean,
): boolean | undefined => {
  const { base, set, ifExists } = parseOperatorName(name);
  // IAM has no other form of it: a set or an `IfExists` of what asks whether there is a value would say nothing.
  if (base === 'null') return set === undefined && !ifExists ? isNull(wanted, got) : undefined;
  const operator = operatorNamed(base);
  if (operator === undefined) return undefined;
  if (got === undefined) return ifExists || set === 'all' || (set === undefined && operator.negated);

  const expanded = wanted
    .map((value) => (variables && operator.variables ? expandVariables(value, context) : patternOf(value, '*?')))
    .filter((value) => value !== undefined);
  const satisfied = (value: string): boolean => expanded.some((w) => operator.matches(value, w)) !== operator.negated;
  if (set === 'any') return got.some(satisfied);
  if (set === 'all' || operator.negated) return got.every(satisfied);
  return got.some(satisfied);
};

/** `true` wants the key absent, `false` wants it there; IAM takes nothing else. */
const isNull = (wanted: readonly string[], got: readonly string[] | undefined): boolean | undefined => {
  const values = wanted.map((value) => value.toLowerCase());
  if (!values.every((value) => value === 'true' || value === 'false')) return undefined;
  return values.includes(got === undefined ? 'true' : 'false');
};
