import type { ScenarioDocument } from '../../schemas/generated/documents/scenario.types';
import { AwsError, SimulationError } from '../errors';
import { type Breach, breachesAtTheEnd, createStage, playStep, type StageInput } from '../rehearsal';

/** What came of a history. */
export interface PlayedHistory {
  readonly breaches: readonly Breach[];
  /** The steps that could not be done, counted from 0: a history is drawn without knowing what it comes to. */
  readonly refused: readonly number[];
}

/** What histories are played on. */
export type HistoryGround = Omit<StageInput, 'accounts' | 'places' | 'faults'>;

/** Plays a history to its end, and looks for breaches. A step that cannot be done is left out. */
export const playHistory = async (scenario: ScenarioDocument, ground: HistoryGround): Promise<PlayedHistory> => {
  const stage = await createStage({
    ...ground,
    accounts: scenario.accounts ?? [],
    ...(scenario.faults !== undefined && { faults: scenario.faults }),
  });
  const refused: number[] = [];
  const breaches: Breach[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    try {
      if (step !== 'expectInvariants') await playStep(step, stage);
      else breaches.push(...(await breachesAtTheEnd(stage)));
    } catch (error) {
      if (!isRefusal(error)) return { breaches: [neverAtRest(index, error)], refused };
      refused.push(index);
    }
  }
  return { breaches, refused };
};

const isRefusal = (error: unknown): boolean =>
  error instanceof AwsError ||
  (error instanceof SimulationError && ['step-refused', 'unknown-role', 'unknown-account'].includes(error.code));

/** Whatever breaks a story off is a breach too: nothing may keep the factory from coming to rest. */
const neverAtRest = (index: number, error: unknown): Breach => ({
  invariant: 'comes-to-rest',
  what: `Step ${index + 1} broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
});
