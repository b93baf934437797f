import { AssertionError } from 'node:assert';
import type { Clock } from '../federation/ports';

/** A clock that stands still until it is told to go on, so that hours of waiting take no time. */
export class VirtualClock implements Clock {
  #milliseconds: number;

  /** @param start ISO 8601; an arbitrary fixed day unless given, so that every run is the same. */
  constructor(start = '2027-01-04T08:00:00.000Z') {
    this.#milliseconds = Date.parse(start);
    if (Number.isNaN(this.#milliseconds)) throw new AssertionError({ message: `${start} is no time.` });
  }

  now(): Date {
    return new Date(this.#milliseconds);
  }

  /** @param seconds how far to go on; never negative. */
  advance(seconds: number): void {
    if (!(seconds >= 0)) throw new AssertionError({ message: `A clock does not go back: ${seconds} s.` });
    this.#milliseconds += Math.round(seconds * 1000);
  }

  /** Goes on to a time; stays where it is if that time is past. */
  advanceTo(time: Date): void {
    this.#milliseconds = Math.max(this.#milliseconds, time.getTime());
  }

  /** Seconds since 1970, as tokens count them. */
  epochSeconds(): number {
    return Math.floor(this.#milliseconds / 1000);
  }
}
