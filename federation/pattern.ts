/**
 * A pattern of the configuration as a predicate on whole values: `*` stands for any characters except `/` and `:`,
 * everything else for itself, in its own case.
 */
export const matcher = (pattern: string): ((value: string) => boolean) => {
  const source = pattern.split('*').map(escapeForRegExp).join('[^/:]*');
  const expression = new RegExp(`^${source}$`, 'su');
  return (value) => expression.test(value);
};

/** Whether a pattern stands for exactly one value. */
export const isLiteral = (pattern: string): boolean => !pattern.includes('*');

const escapeForRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
