/** Whether a parsed JSON value is an object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A policy's value that may be written as one or as a list of them, as text; undefined where it is something else. */
export const stringsOf = (value: unknown): readonly string[] | undefined => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const scalars = list.filter((item) => ['string', 'number', 'boolean'].includes(typeof item));
  return scalars.length === list.length ? scalars.map(String) : undefined;
};

/** Whether two parsed JSON values are the same, whatever the order of keys. */
export const sameJson = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameJson(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
    );
  }
  return one === other;
};

/**
 * Whether two statements of a policy say the same, whatever the order of keys: IAM takes one value and a list of it for
 * the same, and has no order in a list.
 */
export const sameMeaning = (one: unknown, other: unknown): boolean =>
  sameJson(one, other) || sameJson(plainest(one), plainest(other));

const plainest = (value: unknown): unknown => {
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainest(item)]));
  const texts = Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  if (texts === undefined) return value;
  const distinct = [...new Set(texts)].sort();
  return distinct.length === 1 ? distinct[0] : distinct;
};
