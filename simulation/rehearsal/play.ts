import type { ScenarioDocument, ScenarioStep } from '../../schemas/generated/documents/scenario.types';
import { playedAt, unplaced, type ScenarioPlaces } from './place';
import type { StepReport } from './report';
import type { Stage } from './stage';
import { createRole } from './steps/create-role';
import { deleteRole } from './steps/delete-role';
import { expectExchange } from './steps/expect-exchange';
import { expectState } from './steps/expect-state';
import { settle } from './steps/settle';
import { vendAccount } from './steps/vend-account';

/**
 * Plays a scenario and tells of each step as it is done. It goes on after an expectation that was not met, so that one
 * run shows all of them.
 * @throws SimulationError that begins with the place of the step, where a step cannot be done.
 */
export async function* play(
  scenario: ScenarioDocument,
  stage: Stage,
  places: ScenarioPlaces = unplaced,
): AsyncGenerator<StepReport> {
  for (const [index, step] of scenario.steps.entries())
    yield await playedAt(places.step(index), () => playStep(step, stage));
}

const playStep = async (step: ScenarioStep, stage: Stage): Promise<StepReport> => {
  if (typeof step === 'string') return settle(stage);
  if (step.vendAccount !== undefined) return vendAccount(step.vendAccount, stage);
  if (step.createRole !== undefined) return createRole(step.createRole, stage);
  if (step.deleteRole !== undefined) return deleteRole(step.deleteRole, stage);
  if (step.expectExchange !== undefined) return expectExchange(step.expectExchange, stage);
  return expectState(step.expect ?? {}, stage);
};
