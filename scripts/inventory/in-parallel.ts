import { Failure, type FailureCode } from '../../federation/failures';
import type { Pause } from '../../federation/ports';
import { retryClasses } from '../../federation/retries';
import { Pace } from './pace';

/** How some work is shared out. */
export interface Sharing {
  /** So many at once, and never more. */
  readonly most: number;
  readonly pause: Pause;
  /** Whoever does not want to wait any longer. */
  readonly signal: AbortSignal;
}

/** What could not be done, and why. */
export interface Undone<Item> {
  readonly item: Item;
  readonly failure: Failure;
}

/** What came of some work; what was interrupted is neither done nor undone. */
export interface Outcome<Item> {
  readonly undone: readonly Undone<Item>[];
  readonly interrupted: boolean;
}

/** What says something of one account, and nothing of the next. */
const ofOne: ReadonlySet<FailureCode> = new Set(['AccessDenied', 'AccountNotReady', 'Throttled', 'Unavailable']);

const { failures, interval, backoffRate, maxDelay, attempts } = retryClasses.throttling;
const passing: ReadonlySet<FailureCode> = new Set(failures);

/**
 * Does the same for many items, several at once. What is asked to wait is tried again as the table of retries has it, and
 * fewer go on at once from then on. Once nobody waits any longer, nothing more is begun or kept.
 * @param keep is called with each result, one after the other.
 * @throws whatever concerns more than one item, as soon as it is known.
 */
export const inParallel = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  keep: (result: Result, atOnce: number) => Promise<void>,
  { most, pause, signal }: Sharing,
): Promise<Outcome<Item>> => {
  const pace = new Pace(most);
  const waiting = items.map((item) => ({ item, tries: 0 }));
  const running = new Set<Promise<void>>();
  const undone: Undone<Item>[] = [];
  const abort = aborted(signal);
  let keeping = Promise.resolve();

  const begin = async ({ item, tries }: { readonly item: Item; readonly tries: number }): Promise<void> => {
    if (tries > 0) await pause(Math.min(maxDelay, interval * backoffRate ** (tries - 1)));
    try {
      const result = await work(item);
      if (signal.aborted) return;
      pace.went();
      await (keeping = keeping.then(() => keep(result, pace.limit)));
    } catch (error) {
      if (!(error instanceof Failure) || !ofOne.has(error.code)) throw error;
      if (error.code === 'Throttled') pace.throttled();
      if (passing.has(error.code) && tries < attempts) waiting.push({ item, tries: tries + 1 });
      else undone.push({ item, failure: error });
    }
  };

  try {
    while (!signal.aborted) {
      while (running.size < pace.limit) {
        const next = waiting.shift();
        if (next === undefined) break;
        const one = begin(next).finally(() => running.delete(one));
        running.add(one);
      }
      if (running.size === 0) break;
      await Promise.race([...running, abort.happens]);
    }
  } finally {
    abort.forget();
    // What is still under way says nothing to anybody any more.
    for (const one of running) one.catch(() => undefined);
  }
  return { undone, interrupted: signal.aborted };
};

const aborted = (signal: AbortSignal): { readonly happens: Promise<void>; forget(): void } => {
  let forget = (): void => undefined;
  const happens = new Promise<void>((resolve) => {
    const listener = (): void => {
      resolve();
    };
    signal.addEventListener('abort', listener);
    forget = () => {
      signal.removeEventListener('abort', listener);
    };
  });
  return {
    happens,
    forget: () => {
      forget();
    },
  };
};
