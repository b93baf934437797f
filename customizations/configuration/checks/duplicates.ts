import { type Diagnostic, diagnostic, type DiagnosticCode } from '../diagnostics';
import { placeName, type Selected } from '../documents/draft';

/**
 * A diagnostic for each value that has been given before; it names the first place.
 * @param keyOf what makes two values the same.
 * @param describe what the value is, and what to do, with the first place in it: "also at …".
 */
export const duplicates = <T>(
  selected: readonly Selected<T>[],
  code: DiagnosticCode,
  describe: (value: T, also: string) => string,
  keyOf: (value: T) => string = String,
): readonly Diagnostic[] => {
  const first = new Map<string, Selected<T>>();
  return selected.flatMap((each) => {
    const key = keyOf(each.value);
    const earlier = first.get(key);
    if (earlier !== undefined) {
      return [diagnostic(each.position, code, describe(each.value, `also at ${placeName(earlier.position)}`))];
    }
    first.set(key, each);
    return [];
  });
};
