import { patternOf, type PatternCharacter } from './wildcard';

/** The values that a request has, by condition key in lower case. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** The values of a key; undefined where the request does not have it, or has it without a value. */
export const valuesOf = (context: RequestContext, key: string): readonly string[] | undefined => {
  const name = key.toLowerCase();
  const values = Object.hasOwn(context, name) ? context[name] : undefined;
  return values !== undefined && values.length > 0 ? values : undefined;
};

/**
 * A policy's value with its variables replaced by the request's values; undefined where one has no value and no default,
 * so that nothing matches. What a variable brings in stands for itself, and so do `${*}`, `${?}` and `${$}`; a key with
 * several values is no variable. Source: the IAM user guide, «IAM policy elements: Variables and tags».
 */
export const expandVariables = (text: string, context: RequestContext): readonly PatternCharacter[] | undefined => {
  const pieces = text.split(/(\$\{[^}]*\})/).map((piece, index) => {
    if (index % 2 === 0) return patternOf(piece, '*?');
    const value = valueOf(piece.slice(2, -1), context);
    return value === undefined ? undefined : patternOf(value, '');
  });
  return pieces.every((piece) => piece !== undefined) ? pieces.flat() : undefined;
};

const valueOf = (variable: string, context: RequestContext): string | undefined => {
  if (['*', '?', '$'].includes(variable)) return variable;
  const [, key = variable, fallback] = /^([^,]*),\s*'(.*)'\s*$/s.exec(variable) ?? [];
  const values = valuesOf(context, key.trim());
  if (values === undefined) return fallback;
  return values.length === 1 ? values[0] : undefined;
};
