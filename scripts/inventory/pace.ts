/**
 * How many things go on at once: half as many as soon as somebody asks for fewer calls, and one more again each time that
 * as many as are allowed have gone well.
 */
export class Pace {
  #limit: number;
  #inARow = 0;

  constructor(private readonly most: number) {
    this.#limit = most;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Something has gone well. */
  went(): void {
    this.#inARow += 1;
    if (this.#inARow < this.#limit) return;
    this.#inARow = 0;
    this.#limit = Math.min(this.most, this.#limit + 1);
  }

  /** Somebody has asked for fewer calls. */
  throttled(): void {
    this.#inARow = 0;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }
}
