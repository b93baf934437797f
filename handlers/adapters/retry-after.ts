/**
 * The seconds that a header `Retry-After` asks to wait, from now on: it has seconds, or an HTTP date.
 * @returns undefined where there is none that can be read.
 */
export const retryAfterSeconds = (header: string | null, now: Date): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now.getTime()) / 1000));
};
