import { compareText } from './compare';

/** JSON in one form only: keys sorted by code unit, no white space. Keys with `undefined` are left out, as JSON does. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  return `{${entries
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`)
    .join(',')}}`;
};
