import { tokenise, type SyntaxProblem, type Token } from './tokens';

/** A condition, read. `and` binds tighter than `or`. */
export type Condition = Comparison | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] };

/** Compares the output that `reference` names with a literal. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly reference: string;
  readonly operator: '==' | '!=';
  readonly literal: string | number;
}

/**
 * Reads a condition:
 *
 *     condition  = conjunction { "or" conjunction }
 *     conjunction = operand { "and" operand }
 *     operand    = "(" condition ")" | reference ( "==" | "!=" ) literal
 *     literal    = bare word | quoted text | integer
 */
export const parseCondition = (text: string): { readonly condition: Condition } | SyntaxProblem => {
  const tokens = tokenise(text);
  if ('problem' in tokens) return tokens;
  const [result, rest] = parseJoined('or', tokens);
  if ('problem' in result) return result;
  const next = peek(rest);
  if (next.kind !== 'end') return { problem: expected('`and`, `or` or the end', next) };
  return { condition: result };
};

type Tokens = readonly Token[];
type Parsed = readonly [Condition | SyntaxProblem, Tokens];

const parseJoined = (joint: 'and' | 'or', tokens: Tokens): Parsed => {
  const operands: Condition[] = [];
  let rest = tokens;
  for (;;) {
    const [operand, behind] = joint === 'or' ? parseJoined('and', rest) : parseOperand(rest);
    if ('problem' in operand) return [operand, behind];
    operands.push(operand);
    rest = behind;
    const next = peek(rest);
    if (next.kind !== 'word' || next.text !== joint) break;
    rest = rest.slice(1);
  }
  const [only, ...others] = operands;
  return [only !== undefined && others.length === 0 ? only : { kind: joint, of: operands }, rest];
};

const parseOperand = (tokens: Tokens): Parsed => {
  const first = peek(tokens);
  if (first.kind === 'bracket' && first.text === '(') {
    const [inner, rest] = parseJoined('or', tokens.slice(1));
    if ('problem' in inner) return [inner, rest];
    const close = peek(rest);
    if (close.kind !== 'bracket' || close.text !== ')') {
      return [{ problem: expected('`and`, `or` or `)`', close) }, rest];
    }
    return [inner, rest.slice(1)];
  }
  if (first.kind !== 'word' || isJoint(first)) {
    return [{ problem: expected('an output, as in `inspect.verdict`,', first) }, tokens];
  }
  const operator = peek(tokens.slice(1));
  if (operator.kind !== 'operator' || (operator.text !== '==' && operator.text !== '!=')) {
    return [{ problem: expected('`==` or `!=`', operator) }, tokens];
  }
  const literal = literalOf(peek(tokens.slice(2)));
  if (typeof literal === 'object') return [literal, tokens];
  return [{ kind: 'comparison', reference: first.text, operator: operator.text, literal }, tokens.slice(3)];
};

const literalOf = (token: Token): string | number | SyntaxProblem => {
  if (token.kind === 'quoted') return token.text;
  if (token.kind !== 'word' || isJoint(token)) return { problem: expected('a value', token) };
  if (!/^-?[0-9]+$/.test(token.text)) return token.text;
  const integer = Number(token.text);
  if (Number.isSafeInteger(integer)) return integer;
  return { problem: `the number at character ${token.at} is too large` };
};

const isJoint = ({ text }: Token): boolean => text === 'and' || text === 'or';

const peek = (tokens: Tokens): Token => tokens[0] ?? { kind: 'end', text: '', at: 1 };

const expected = (what: string, got: Token): string =>
  got.kind === 'end'
    ? `${what} is missing at its end`
    : `${what} is expected at character ${got.at}, not \`${got.text}\``;
