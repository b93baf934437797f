/**
 * An IAM wildcard pattern as a predicate: `*` stands for any characters, `?` for one. IAM's wildcards cross `/` and `:`;
 * those of the configuration (`../pattern`) do not.
 */
export const wildcardMatcher = (
  pattern: string,
  options: { readonly ignoreCase: boolean },
): ((value: string) => boolean) => {
  const source = escapeForRegExp(pattern).replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, options.ignoreCase ? 'isu' : 'su');
  return (value) => expression.test(value);
};

const escapeForRegExp = (text: string): string => text.replace(/[\\^$.+()[\]{}|/]/g, '\\$&');
