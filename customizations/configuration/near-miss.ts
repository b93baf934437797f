/** The candidate that a mistyped word most likely stands for; undefined where none is near. Ignores case and `-`, `_`. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  if (word.length > 100) return undefined;
  const folded = fold(word);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const limit = Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 3));
    const allowed = best === undefined ? limit : Math.min(limit, best.distance - 1);
    const distance = editDistance(folded, fold(candidate), allowed);
    if (distance <= allowed) best = { candidate, distance };
    if (best?.distance === 0) break;
  }
  return best?.candidate;
};

/** ` Did you mean …?`, or nothing. */
export const didYouMean = (word: string, candidates: Iterable<string>): string => {
  const near = nearest(word, candidates);
  return near === undefined ? '' : ` Did you mean \`${near}\`?`;
};

const fold = (text: string): string => text.toLowerCase().replace(/[-_]/g, '');

/**
 * Damerau and Levenshtein's distance, restricted to neighbours: insertions, deletions, changes and swaps. Infinite where
 * it is above the limit, which shows early for most pairs.
 */
const editDistance = (one: string, other: string, limit: number): number => {
  if (Math.abs(one.length - other.length) > limit) return Infinity;
  const [a, b] = withoutCommonEnds(one, other);
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change, swap));
    }
    if (Math.min(...row) > limit && Math.min(...last) > limit) return Infinity;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
};

const withoutCommonEnds = (one: string, other: string): readonly [string, string] => {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  const room = Math.min(one.length, other.length) - start;
  while (end < room && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
};

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
