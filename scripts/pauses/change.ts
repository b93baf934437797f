import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../federation/failures';
import type { PauseStore } from '../../federation/pause-store';
import { withoutPause, withPause, type StandingPause } from '../../federation/pauses';
import { pausesIn } from '../../handlers/pauses';
import type { ToldFailure } from '../tell-failure';

/** A standard parameter holds so many bytes. Source: the Systems Manager user guide, «Managing parameter tiers». */
const longestValue = 4096;

/** So often a change is made anew that somebody else's has come in between. */
const attempts = 5;

/** The pauses before and after a change. */
export interface ChangedPauses {
  readonly before: readonly StandingPause[];
  readonly after: readonly StandingPause[];
}

/**
 * Changes the list of pauses. Systems Manager writes the first version of a parameter only where there is none, and every
 * other one without asking what it follows; but it counts them. A version that does not follow the one that was read has
 * overwritten somebody's: then both are written together. In between, for as long as a call takes, theirs does not stand:
 * that cannot be had otherwise.
 * @returns why it cannot be, where there are more pauses than a parameter holds: then nothing was written.
 * @throws Failure `FactoryUnreachable` where others keep writing.
 */
export const changePauses = async (
  store: PauseStore,
  change: (pauses: readonly StandingPause[]) => readonly StandingPause[],
  now: Date,
): Promise<ChangedPauses | ToldFailure> => {
  let standing = await store.read();
  const before = pausesIn(standing?.value, now);
  let base = before;
  let after = change(base);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const value = render(after);
    if (standing === undefined ? after.length === 0 : standing.value === value) return { before, after };
    if (Buffer.byteLength(value) > longestValue) return tooMany(after.length);
    const version = await store.write(value, standing === undefined);
    if (version === 'exists') {
      standing = await store.read();
      base = pausesIn(standing?.value, now);
      after = change(base);
      continue;
    }
    if (version === (standing?.version ?? 0) + 1) return { before, after };
    const overwritten = await store.read(version - 1);
    const theirs = overwritten === undefined ? after : pausesIn(overwritten.value, now);
    standing = { value, version };
    [base, after] = [after, change(together(base, after, theirs))];
  }
  throw new Failure('FactoryUnreachable', 'Others keep writing what is paused at this moment.');
};

/** What two have made of the same list, each without knowing of the other; of the same pause, what the other has. */
const together = (
  base: readonly StandingPause[],
  ours: readonly StandingPause[],
  theirs: readonly StandingPause[],
): readonly StandingPause[] => {
  const ended = base.filter(({ scope }) => ours.every((one) => one.scope !== scope));
  const isIn = (list: readonly StandingPause[], one: StandingPause): boolean =>
    list.some((other) => isDeepStrictEqual(one, other));
  const isTheirs = (one: StandingPause): boolean =>
    theirs.some((other) => other.scope === one.scope && !isIn(base, other));
  const said = ours.filter((one) => !isIn(base, one) && !isTheirs(one));
  const left = ended.reduce((list, { scope }) => withoutPause(list, scope), theirs);
  return said.reduce((list, one) => withPause(list, one), left);
};

const render = (pauses: readonly StandingPause[]): string => JSON.stringify({ pauses });

const tooMany = (count: number): ToldFailure => ({
  code: 'too-many-pauses',
  message: `${count} pauses are more than a parameter holds, and nothing was written. Pause a unit, or everything, in their place.`,
});
