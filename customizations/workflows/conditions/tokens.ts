/** A token of a condition; `at` counts the condition's characters from 1. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'operator' | 'bracket' | 'end';
  readonly text: string;
  readonly at: number;
}

/** A condition that cannot be read: what is wrong, and at which character. */
export interface SyntaxProblem {
  readonly problem: string;
}

const token =
  /\s+|(?<operator>[=!]=)|(?<bracket>[()])|(?<word>[A-Za-z0-9_.-]+)|(?<double>"(?:[^"\\]|\\["'\\])*")|(?<single>'(?:[^'\\]|\\["'\\])*')/y;

/** Splits a condition into its tokens, the last of which is always `end`. */
export const tokenise = (condition: string): readonly Token[] | SyntaxProblem => {
  const scan = new RegExp(token);
  const tokens: Token[] = [];
  while (scan.lastIndex < condition.length) {
    const at = scan.lastIndex + 1;
    const match = scan.exec(condition);
    if (match === null) return { problem: unreadable(condition, at) };
    const { operator, bracket, word, double, single } = match.groups ?? {};
    const quoted = double ?? single;
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator, at });
    if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket, at });
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: unquote(quoted), at });
  }
  return [...tokens, { kind: 'end', text: '', at: condition.length + 1 }];
};

const unquote = (quoted: string): string => quoted.slice(1, -1).replace(/\\(["'\\])/g, '$1');

const unreadable = (condition: string, at: number): string => {
  const [character = ''] = condition.slice(at - 1);
  if (character === '"' || character === "'")
    return `the text that begins at character ${at} has no closing ${character}`;
  return `\`${character}\` at character ${at} is not understood`;
};
