/** How often what goes wrong; probabilities from 0 to 1. */
export interface FaultSettings {
  /** Of an event that is delivered twice. */
  readonly duplicate?: number;
  /** Of an event that is never delivered; only those that AWS delivers by best effort. */
  readonly lose?: number;
  /** Whether events of what the story itself does are duplicated, lost and late, too. */
  readonly acts?: boolean;
  /** Of an event that comes late, by up to an hour. */
  readonly delay?: number;
  /** Whether events overtake each other. */
  readonly reorder?: boolean;
  /** Of a call that AWS or Graph asks to make later. */
  readonly throttle?: number;
  /** Of a function that ends between two calls. */
  readonly crash?: number;
  /** Of a read that does not show yet what has just been written. */
  readonly lag?: number;
  readonly seed?: number;
}

/** What can go wrong by chance. */
export type Fault = 'duplicate' | 'lose' | 'delay' | 'throttle' | 'crash' | 'lag';

/** What can happen to an event on its way. */
const ofEvents: ReadonlySet<Fault> = new Set(['duplicate', 'lose', 'delay']);

/** A function that was ended from outside, as a timeout or an exhausted memory does it. */
export class Crash extends Error {
  override readonly name = 'Lambda.Unknown';
}

/** Decides by chance what goes wrong: the same seed and the same story bring the same faults. */
export class Faults {
  /** Nothing goes wrong while it is false: not while a stage is set up, nor where a story is to come to rest. */
  isOn = false;
  /** While somebody acts in an account: what his calls tell of may get lost on its way, and the calls themselves do not fail. */
  isActing = false;
  /** What somebody else does in the middle of the factory's work; one of them happens before a call, now and then. */
  readonly meanwhile: (() => void)[] = [];
  #state: number;

  constructor(readonly settings: FaultSettings = {}) {
    this.#state = (settings.seed ?? 1) >>> 0;
  }

  /** Whether a fault strikes now. */
  strikes(fault: Fault): boolean {
    const probability = this.settings[fault] ?? 0;
    const isOn = this.isOn || (this.isActing && this.settings.acts === true && ofEvents.has(fault));
    return isOn && probability > 0 && this.#next() < probability;
  }

  /** A whole number from 0 to below `limit`. */
  pick(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  /**
   * What comes before each call that a function makes: somebody else may act, and the function may end here.
   * @throws Crash
   */
  beforeCall(what: string): void {
    if (!this.isOn) return;
    if (this.meanwhile.length > 0 && this.#next() < 0.25) this.meanwhile.shift()?.();
    if (this.strikes('crash')) throw new Crash(`The function was ended before ${what}.`);
  }

  /** mulberry32: small, fast, and the same everywhere. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}
