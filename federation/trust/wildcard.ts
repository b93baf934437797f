/** A character of a pattern: one that stands for itself, or a wildcard. */
export interface PatternCharacter {
  readonly char: string;
  readonly wildcard: boolean;
}

/** A pattern's characters, the given ones of which are wildcards. */
export const patternOf = (text: string, wildcards: string): readonly PatternCharacter[] =>
  Array.from(text, (char) => ({ char, wildcard: wildcards.includes(char) }));

/**
 * Whether a pattern matches a whole value: the wildcard `*` stands for any characters, `?` for one. It goes back to the
 * last `*` only, so that the time is at most the product of both lengths: patterns come from whoever may edit a role.
 */
export const matchesPattern = (pattern: readonly PatternCharacter[], value: string): boolean => {
  const text = Array.from(value);
  let [at, next, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    const character = pattern[next];
    if (isAnyText(character)) {
      star = next;
      next += 1;
      resume = at;
    } else if (character !== undefined && (character.wildcard || character.char === text[at])) {
      next += 1;
      at += 1;
    } else if (star >= 0) {
      next = star + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  return pattern.slice(next).every(isAnyText);
};

/**
 * An IAM wildcard pattern as a predicate: `*` stands for any characters, `?` for one. IAM's wildcards cross `/` and `:`;
 * those of the configuration (`../pattern`) do not.
 */
export const wildcardMatcher = (
  pattern: string,
  options: { readonly ignoreCase: boolean },
): ((value: string) => boolean) => {
  const fold = (text: string): string => (options.ignoreCase ? text.toLowerCase() : text);
  const folded = fold(pattern);
  const wildcard = folded.search(/[*?]/);
  if (wildcard < 0) return (value) => fold(value) === folded;
  const start = folded.slice(0, wildcard);
  const characters = patternOf(folded, '*?');
  return (value) => {
    const text = fold(value);
    return text.startsWith(start) && matchesPattern(characters, text);
  };
};

const isAnyText = (character: PatternCharacter | undefined): boolean =>
  character?.wildcard === true && character.char === '*';
