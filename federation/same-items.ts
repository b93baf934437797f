/** Whether two lists of distinct texts have the same items, in whatever order. */
export const sameItems = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item) => other.includes(item));
