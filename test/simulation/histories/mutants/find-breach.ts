import { historyOf, playHistory } from '../../../../simulation/histories';
import type { Breach } from '../../../../simulation/rehearsal';
import type { ScenarioDocument } from '../../../../schemas/generated/documents/scenario.types';
import { sampleGround } from '../ground';

/**
 * Plays one history after the other until one shows a breach of an invariant; undefined where none of them does.
 * @param among leaves out histories that cannot show it, so that time is spent on those that can.
 */
export const findBreach = async (
  invariants: readonly Breach['invariant'][],
  among: (history: ScenarioDocument) => boolean = () => true,
): Promise<Breach | undefined> => {
  const histories = Array.from({ length: 3000 }, (_, index) => historyOf(index + 1)).filter(among);
  for (const history of histories.slice(0, 200)) {
    const { breaches } = await playHistory(history, sampleGround());
    const found = breaches.find(({ invariant }) => invariants.includes(invariant));
    if (found !== undefined) return found;
  }
  return undefined;
};
