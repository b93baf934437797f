import type { StandingPause } from '../pauses';

/** What somebody has paused, as it is at this moment. */
export interface Pauses {
  /** Everything is paused where it cannot be told what is. */
  read(): Promise<readonly StandingPause[]>;
}

/** The time, in one place. */
export interface Clock {
  now(): Date;
}

/** Waits within a function, in seconds. */
export type Pause = (seconds: number) => Promise<void>;
