import type { ScenarioAct } from '../../../schemas/generated/documents/scenario.types';
import { AwsError } from '../../errors';
import type { StepReport } from '../report';
import type { Stage } from '../stage';
import { playAct } from './acts';

/**
 * Has something done in the middle of the factory's next work. By then AWS may refuse it, for a role that is gone; that
 * is no mistake of the scenario.
 */
export const meanwhile = (act: ScenarioAct, stage: Stage): StepReport => {
  stage.faults.meanwhile.push(() => {
    try {
      playAct(act, stage);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  });
  return { title: `in the middle of the factory's work: ${Object.keys(act).join()}`, details: [] };
};
