import type { ScenarioDocument } from '../../schemas/generated/documents/scenario.types';
import type { Breach } from '../rehearsal';
import { historyOf } from './generate';
import { playHistory, type HistoryGround } from './play-history';
import { shrink } from './shrink';

/** A history that shows a breach, and the smallest one like it. */
export interface Failing {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  readonly smallest: ScenarioDocument;
}

/** Plays the history of a seed; undefined where every invariant holds. */
export const judge = async (seed: number, ground: HistoryGround): Promise<Failing | undefined> => {
  const history = historyOf(seed);
  const { breaches } = await playHistory(history, ground);
  const [first] = breaches;
  if (first === undefined) return undefined;
  const shows = async (scenario: ScenarioDocument): Promise<boolean> => {
    const played = await playHistory(scenario, ground);
    return played.breaches.some(({ invariant }) => invariant === first.invariant);
  };
  const smallest = await withoutRefused(await shrink(history, shows), ground, shows);
  return { seed, breaches: (await playHistory(smallest, ground)).breaches, smallest };
};

/** Steps that cannot be done would stop a rehearsal. */
const withoutRefused = async (
  scenario: ScenarioDocument,
  ground: HistoryGround,
  shows: (scenario: ScenarioDocument) => Promise<boolean>,
): Promise<ScenarioDocument> => {
  const { refused } = await playHistory(scenario, ground);
  const smaller = { ...scenario, steps: scenario.steps.filter((_, index) => !refused.includes(index)) };
  return refused.length > 0 && (await shows(smaller)) ? smaller : scenario;
};
