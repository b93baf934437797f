import { Failure, type FailureCode } from '../../federation/failures';
import type { Pause } from '../../federation/ports';
import type { Terminal } from '../terminal';

/** How somebody waits who runs a command. */
export interface Waiting {
  readonly pause: Pause;
  readonly terminal: Terminal;
  /** The state of things is asked for so often at most, and so many seconds apart. */
  readonly polls: number;
  readonly secondsBetween: number;
  /** What it means that it takes longer. */
  readonly code: FailureCode;
}

/**
 * Looks until something has ended, and answers what is seen then. Progress is told on a terminal.
 * @param what what is waited for, as a progress line names it.
 * @throws Failure with the waiting's code where the patience ends.
 */
export const waitWhile = async <T>(
  isGoingOn: (state: T) => boolean,
  look: () => Promise<T>,
  what: string,
  { pause, terminal, polls, secondsBetween, code }: Waiting,
): Promise<T> => {
  for (let poll = 0; ; poll += 1) {
    const state = await look();
    if (!isGoingOn(state)) return state;
    if (poll === polls)
      throw new Failure(code, `It is still going on after ${(polls * secondsBetween) / 60} minutes: ${what}.`);
    if (terminal.watched) terminal.progress(`${what}, ${poll * secondsBetween} s`);
    await pause(secondsBetween);
  }
};
