/** JSON in one form only: keys sorted by code unit, no white space. Keys with `undefined` are left out, as JSON does. */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(',')}]`;
  const object: Readonly<Record<string, unknown>> = { ...value };
  let text = '';
  // Without a function of its own, sort compares code units.
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(item)}`;
  }
  return `{${text}}`;
};
