/** A value of JSON or YAML, looked at without trust. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as a list: IAM and CloudFormation write a list of one as the one. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The value under a path of keys; undefined where there is none. */
export const dig = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (isMapping(inner) ? inner[key] : undefined), value);

/** Every mapping in a value, with the key that it stands under; the value itself first. */
export function* mappingsIn(value: unknown): Generator<Mapping> {
  if (Array.isArray(value)) {
    for (const item of value) yield* mappingsIn(item);
  } else if (isMapping(value)) {
    yield value;
    for (const item of Object.values(value)) yield* mappingsIn(item);
  }
}

/**
 * A text that may be made of intrinsic functions, with `${…}` for what is known at deployment only; undefined where it
 * cannot be told.
 */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (!isMapping(value)) return undefined;
  const { Ref: reference, 'Fn::Sub': sub, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value;
  if (typeof reference === 'string') return `\${${reference}}`;
  if (typeof sub === 'string') return sub;
  if (Array.isArray(sub)) return textOf(sub[0]);
  if (attribute !== undefined) return `\${${listOf(attribute).join('.')}}`;
  if (Array.isArray(join) && typeof join[0] === 'string') {
    return listOf(join[1])
      .map((part) => textOf(part) ?? '${}')
      .join(join[0]);
  }
  return undefined;
};
