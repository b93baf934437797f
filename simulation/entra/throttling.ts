import type { Faults } from '../faults';
import { answer } from './http';
import type { HttpResponse } from './http';

/** A service asks for a pause of at most so many seconds. */
const mostSeconds = 30;

/**
 * The answer of a service that asks to be called later; undefined where it serves. `body` is what goes with it.
 * @param faults undefined for whoever is never asked.
 */
export const throttled = (faults: Faults | undefined, body?: unknown): HttpResponse | undefined => {
  if (faults?.strikes('throttle') !== true) return undefined;
  const refusal = answer(429, body);
  return { ...refusal, headers: { ...refusal.headers, 'Retry-After': String(1 + faults.pick(mostSeconds)) } };
};
