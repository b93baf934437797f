/** Chance that can be repeated: the same seed brings the same throws. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to below 1: mulberry32, which is small, fast, and the same everywhere. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  isLucky(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of some things, of which there is one at least. */
  oneOf<T>(first: T, ...others: readonly T[]): T {
    return others[Math.floor(this.next() * (others.length + 1)) - 1] ?? first;
  }

  /** One of some things by their weights; undefined where there is none. */
  weighted<T>(things: readonly (readonly [weight: number, thing: T])[]): T | undefined {
    let left = this.next() * things.reduce((sum, [weight]) => sum + weight, 0);
    return things.find(([weight]) => (left -= weight) < 0)?.[1] ?? things.at(-1)?.[1];
  }
}
