import { isObject } from '../../federation/trust/json';
import { wildcardMatcher } from '../../federation/trust/wildcard';
import { SimulationError } from '../errors';
import { listOf } from '../json';

/**
 * Whether an event matches a rule's pattern. Fields of a pattern are AND, the values of a field OR, `$or` takes whole
 * alternatives; an array in the event matches where one of its elements does. Source: the EventBridge user guide,
 * «Comparison operators for use in event patterns».
 * @throws SimulationError `not-simulated` for an operator that is not played here.
 */
export const matchesPattern = (pattern: unknown, event: unknown): boolean => {
  if (!isObject(pattern)) throw new SimulationError('template-invalid', 'An event pattern is an object.');
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or' && isAlternatives(wanted))
      return wanted.some((alternative) => matchesPattern(alternative, event));
    const values = valuesOf(event, key);
    return isObject(wanted) ? matchesNested(wanted, values) : matchesField(listOf(wanted), values);
  });
};

const isAlternatives = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

/** What a field holds: nothing, one value, or the elements of an array. */
const valuesOf = (event: unknown, key: string): readonly unknown[] => {
  if (!isObject(event) || !Object.hasOwn(event, key)) return [];
  const value = event[key];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values;
};

const matchesNested = (pattern: unknown, values: readonly unknown[]): boolean => {
  const objects = values.filter(isObject);
  return objects.length === 0
    ? matchesPattern(pattern, undefined)
    : objects.some((value) => matchesPattern(pattern, value));
};

/** Only leaves are compared: an object in the event is not a value. */
const matchesField = (matchers: readonly unknown[], values: readonly unknown[]): boolean => {
  const leaves = values.filter((value) => !isObject(value));
  return matchers.some((matcher) => matchesOne(matcher, leaves));
};

const matchesOne = (matcher: unknown, leaves: readonly unknown[]): boolean => {
  if (!isObject(matcher)) return leaves.includes(matcher);
  const [operator, operand] = onlyEntry(matcher);
  if (operator === 'exists') return operand === leaves.length > 0;
  const matches = comparison(operator, operand);
  return leaves.some(matches);
};

const onlyEntry = (matcher: Readonly<Record<string, unknown>>): readonly [string, unknown] => {
  const [entry, ...others] = Object.entries(matcher);
  if (entry !== undefined && others.length === 0) return entry;
  throw new SimulationError(
    'template-invalid',
    `A comparison in an event pattern has exactly one operator: ${JSON.stringify(matcher)}.`,
  );
};

type Comparison = (value: unknown) => boolean;

const comparison = (operator: string, operand: unknown): Comparison => {
  switch (operator) {
    case 'prefix':
      return textComparison(operand, (value, text) => value.startsWith(text));
    case 'suffix':
      return textComparison(operand, (value, text) => value.endsWith(text));
    case 'equals-ignore-case':
      return textComparison(operand, (value, text) => value.toLowerCase() === text.toLowerCase());
    case 'wildcard':
      // `?` is no wildcard here, so it is left to stand for itself.
      return textComparison(operand, (value, text) =>
        wildcardMatcher(text.replaceAll('?', '\u0000'), { ignoreCase: false })(value.replaceAll('?', '\u0000')),
      );
    case 'anything-but':
      return anythingBut(operand);
    default:
      throw new SimulationError(
        'not-simulated',
        `The local organization does not play the event pattern operator ${operator}.`,
      );
  }
};

const anythingBut = (operand: unknown): Comparison => {
  if (!isObject(operand)) {
    const refused = listOf(operand);
    return (value) => !refused.includes(value);
  }
  const [operator, texts] = onlyEntry(operand);
  const refused = listOf(texts).map((text) => comparison(operator, text));
  return (value) => !refused.some((matches) => matches(value));
};

/** A comparison of text; `{ "equals-ignore-case": … }` inside a prefix or suffix makes it blind to case. */
const textComparison = (operand: unknown, compare: (value: string, text: string) => boolean): Comparison => {
  if (typeof operand === 'string') return (value) => typeof value === 'string' && compare(value, operand);
  if (isObject(operand)) {
    const [operator, text] = onlyEntry(operand);
    if (operator === 'equals-ignore-case' && typeof text === 'string') {
      return (value) => typeof value === 'string' && compare(value.toLowerCase(), text.toLowerCase());
    }
  }
  throw new SimulationError('template-invalid', `This is nothing to compare with: ${JSON.stringify(operand)}.`);
};
