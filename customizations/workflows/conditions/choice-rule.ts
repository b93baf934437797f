import { describeKind } from '../catalogue';
import type { Path, Report } from '../problems';
import { resolve, type Scope, type Value } from '../scope';
import { parseCondition, type Comparison, type Condition } from './parse';

/** A rule of a Choice state, without its `Next`. */
export type ChoiceRule =
  | { readonly Variable: string; readonly StringEquals: string }
  | { readonly Variable: string; readonly NumericEquals: number }
  | { readonly Not: ChoiceRule }
  | { readonly And: readonly ChoiceRule[] }
  | { readonly Or: readonly ChoiceRule[] };

/**
 * Compiles the condition at a path. Reports `wrong-condition` for what cannot be read or can never be compared, and
 * `unknown-output` for what it refers to in vain; undefined then.
 */
export const compileCondition = (text: string, path: Path, scope: Scope, report: Report): ChoiceRule | undefined => {
  const parsed = parseCondition(text);
  if ('problem' in parsed) {
    report(
      path,
      'wrong-condition',
      `The condition \`${text}\` cannot be read: ${parsed.problem}. Write it as in \`inspect.verdict != bind\`.`,
    );
    return undefined;
  }
  return ruleOf(parsed.condition, path, scope, report);
};

const ruleOf = (condition: Condition, path: Path, scope: Scope, report: Report): ChoiceRule | undefined => {
  if (condition.kind === 'comparison') return comparisonRule(condition, path, scope, report);
  const rules = condition.of.map((operand) => ruleOf(operand, path, scope, report));
  const sound = rules.filter((rule) => rule !== undefined);
  if (sound.length < rules.length) return undefined;
  return condition.kind === 'and' ? { And: sound } : { Or: sound };
};

const comparisonRule = (comparison: Comparison, path: Path, scope: Scope, report: Report): ChoiceRule | undefined => {
  const value = resolve(comparison.reference, scope);
  if ('nowhere' in value) {
    report(path, 'unknown-output', value.nowhere);
    return undefined;
  }
  const problem = incomparable(comparison, value);
  if (problem !== undefined) {
    report(path, 'wrong-condition', problem);
    return undefined;
  }
  const { literal } = comparison;
  const equals =
    typeof literal === 'number'
      ? { Variable: value.path, NumericEquals: literal }
      : { Variable: value.path, StringEquals: literal };
  return comparison.operator === '==' ? equals : { Not: equals };
};

/** Why an output cannot be compared with a literal; undefined where it can. */
const incomparable = ({ reference, literal }: Comparison, { kind }: Value): string | undefined => {
  if (kind === undefined) {
    return reference === 'item' ? '`item` cannot be compared, because nothing is known of its kind.' : undefined;
  }
  switch (kind.kind) {
    case 'choice':
      if (typeof literal === 'string' && kind.of.includes(literal)) return undefined;
      return `\`${reference}\` is never \`${literal}\`; it is ${describeKind(kind)}.`;
    case 'text':
    case 'optional-text':
      if (typeof literal === 'string') return undefined;
      return `\`${reference}\` is ${describeKind(kind)}, not a number; quote the value: \`'${literal}'\`.`;
    case 'count':
      if (typeof literal === 'number') return undefined;
      return `\`${reference}\` is a number; compare it with one, without quotes.`;
    case 'record':
    case 'stored':
    case 'list':
      return `\`${reference}\` is ${describeKind(kind)} and cannot be compared; use another output.`;
  }
};
