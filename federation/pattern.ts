import { matchesPattern, patternOf } from './trust/wildcard';

/**
 * A pattern of the configuration as a predicate on whole values: `*` stands for any characters except `/` and `:`,
 * everything else for itself, in its own case.
 */
export const matcher = (pattern: string): ((value: string) => boolean) => {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const predicate = compile(pattern);
  compiled.set(pattern, predicate);
  return predicate;
};

/** Patterns come from the configuration alone, so that there are only so many. */
const compiled = new Map<string, (value: string) => boolean>();

const compile = (pattern: string): ((value: string) => boolean) => {
  if (isLiteral(pattern)) return (value) => value === pattern;
  const [start = '', end = '', ...others] = pattern.split('*');
  // Most patterns have one `*` and plain letters around it, and are asked for every role.
  if (others.length === 0 && /^[\x20-\x7e]*$/.test(pattern))
    return (value) =>
      value.length >= start.length + end.length &&
      value.startsWith(start) &&
      value.endsWith(end) &&
      !/[/:]/.test(value.slice(start.length, value.length - end.length));
  const wanted = partsOf(pattern).map((part) => patternOf(part, '*'));
  return (value) => {
    const parts = partsOf(value);
    return parts.length === wanted.length && wanted.every((part, index) => matchesPattern(part, parts[index] ?? ''));
  };
};

/** Whether a pattern stands for exactly one value. */
export const isLiteral = (pattern: string): boolean => !pattern.includes('*');

/** What stands between `/` and `:`, and these themselves: no `*` matches across them. */
const partsOf = (text: string): readonly string[] => text.split(/([/:])/);
