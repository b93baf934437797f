/** For so long, on the virtual clock, a read may still show what was there before the last write. */
const lagSeconds = 10;

interface Earlier<T> {
  /** Undefined where there was nothing. */
  readonly value: T | undefined;
  readonly until: number;
}

/** What stood before the last write to each thing: IAM is eventually consistent, and shows that for a while. */
export class Replication<T> {
  readonly #earlier = new Map<string, Earlier<T>>();

  /** Remembers what a write is about to change. */
  remember(key: string, value: T | undefined, now: Date): void {
    this.#earlier.set(key, { value, until: now.getTime() + lagSeconds * 1000 });
  }

  /** What a read that lags behind shows; undefined where everybody knows of the last write. */
  earlier(key: string, now: Date): Pick<Earlier<T>, 'value'> | undefined {
    const earlier = this.#earlier.get(key);
    return earlier !== undefined && earlier.until > now.getTime() ? earlier : undefined;
  }

  /** Everything that not everybody knows of yet. */
  recent(now: Date): readonly (readonly [string, T | undefined])[] {
    return [...this.#earlier]
      .filter(([, { until }]) => until > now.getTime())
      .map(([key, { value }]): readonly [string, T | undefined] => [key, value]);
  }
}
