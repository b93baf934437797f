import type { VirtualClock } from './clock';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
  readonly stop: (reason: Error) => void;
}

interface Work {
  readonly run: () => Promise<void>;
  readonly stop: (reason: Error) => void;
}

/**
 * Lets many executions go on side by side and still in the same order in every run: pieces of work run one at a time,
 * first come first served, and pauses are counted on the virtual clock.
 */
export class Scheduler {
  #ready: Work[] = [];
  #sleepers: readonly Sleeper[] = [];
  #stopped: Error | undefined;

  constructor(private readonly clock: VirtualClock) {}

  /** Runs a piece of work when its turn has come; the work must not wait for another turn. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#stopped !== undefined) {
        reject(this.#stopped);
        return;
      }
      const run = (): Promise<void> => work().then(resolve, reject);
      this.#ready.push({ run, stop: reject });
    });
  }

  sleepUntil(time: Date): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stopped !== undefined) {
        reject(this.#stopped);
        return;
      }
      this.#sleepers = [...this.#sleepers, { until: time.getTime(), wake: resolve, stop: reject }];
    });
  }

  /** Ends everything that waits, now and later: an interpreter that waited on would keep the process alive. */
  async stop(reason: Error): Promise<void> {
    this.#stopped ??= reason;
    const waiting = [...this.#ready, ...this.#sleepers];
    this.#ready = [];
    this.#sleepers = [];
    for (const { stop } of waiting) stop(reason);
    await everybodyWaits();
  }

  /** Runs one piece of work, and lets whoever waited for it go on up to the next; false where none was ready. */
  async runNext(): Promise<boolean> {
    const work = this.#ready.shift();
    if (work === undefined) return false;
    await work.run();
    await everybodyWaits();
    return true;
  }

  /** Wakes whose time has come; false where nobody's had. */
  async wakeDue(): Promise<boolean> {
    const now = this.clock.now().getTime();
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= now);
    if (due.length === 0) return false;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.until > now);
    for (const sleeper of due) sleeper.wake();
    await everybodyWaits();
    return true;
  }

  /** When the next sleeper wants to be woken. */
  nextWake(): Date | undefined {
    return this.#sleepers.length === 0
      ? undefined
      : new Date(Math.min(...this.#sleepers.map((sleeper) => sleeper.until)));
  }
}

/** All that follows at once from something runs before the next macrotask. */
export const everybodyWaits = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
