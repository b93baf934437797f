import type { ScenarioAct, ScenarioDocument, ScenarioStep } from '../../schemas/generated/documents/scenario.types';
import { playedAt, unplaced, type ScenarioPlaces } from './place';
import type { StepReport } from './report';
import type { Stage } from './stage';
import { acts, playOne, type Players } from './steps/acts';
import { moveAccount } from './steps/change-account';
import { declareBinding, policyChange, undeclareBinding } from './steps/change-policy';
import { confirm } from './steps/confirm';
import { expectCalls } from './steps/expect-calls';
import { expectEvents } from './steps/expect-events';
import { expectExchange } from './steps/expect-exchange';
import { expectFindings } from './steps/expect-findings';
import { expectInvariants } from './steps/expect-invariants';
import { expectState } from './steps/expect-state';
import { expectTrust } from './steps/expect-trust';
import { listHandOver, unlistHandOver } from './steps/hand-over';
import { importByHand } from './steps/import-by-hand';
import { meanwhile } from './steps/meanwhile';
import { reconcile, reconcileNow } from './steps/reconcile';
import { reinstate, revoke } from './steps/revoke';
import { settle } from './steps/settle';
import { vendAccount } from './steps/vend-account';
import { wait } from './steps/wait';
import { acting } from './work';

/** The steps that are an object with the step's name. */
type NamedSteps = Exclude<ScenarioStep, string>;

/** What AWS tells of by events, which may get lost. */
const told: Players<ScenarioAct & Pick<NamedSteps, 'vendAccount' | 'moveAccount'>, StepReport> = {
  ...acts,
  vendAccount,
  moveAccount,
};

const players: Players<NamedSteps, StepReport | Promise<StepReport>> = {
  ...told,
  meanwhile,
  declareBinding,
  undeclareBinding,
  policyChange,
  listHandOver,
  unlistHandOver,
  revoke,
  reinstate,
  confirm,
  reconcileNow,
  wait,
  expectExchange,
  expect: expectState,
  expectFindings,
  expectTrust,
  expectEvents,
  expectCalls,
};

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

/** Plays one step. @throws AwsError, SimulationError where it cannot be done. */
export const playStep = async (step: ScenarioStep, stage: Stage): Promise<StepReport> => {
  if (step === 'reconcile') return reconcile(stage);
  if (step === 'import') return importByHand(stage);
  if (step === 'expectInvariants') return expectInvariants(stage);
  if (typeof step === 'string') return settle(stage);
  const played = (await acting(stage, () => playOne(told, step, stage))) ?? (await playOne(players, step, stage));
  return played ?? { title: 'nothing', details: [] };
};
