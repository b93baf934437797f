import type { ScenarioAct } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';
import { addAudience, deleteProvider, wipeAudiences } from './change-provider';
import { closeAccount, quarantine, release } from './change-account';
import { createRole } from './create-role';
import { deleteRole } from './delete-role';
import { editTrust } from './edit-trust';
import { recreateRole } from './recreate-role';
import { deleteApplication, squatApplication } from './squat-application';
import { tagRole, untagRole } from './tag-role';

/** How each step of a scenario is played; every step of the schema has one. */
export type Players<Steps, Answer> = {
  readonly [Name in keyof Steps]-?: (step: NonNullable<Steps[Name]>, stage: Stage) => Answer;
};

/** What people do, each in one moment. */
export const acts: Players<ScenarioAct, StepReport> = {
  createRole,
  deleteRole,
  recreateRole,
  editTrust,
  tagRole,
  untagRole,
  addAudience,
  wipeAudiences,
  deleteProvider,
  deleteApplication,
  squatApplication,
  closeAccount,
  quarantine,
  release,
};

/** Plays the one step that an object has a key for; undefined where it has none. */
export const playOne = <Steps extends object, Answer>(
  players: Players<Steps, Answer>,
  steps: Steps,
  stage: Stage,
): Answer | undefined => {
  const play = <Name extends keyof Steps>(name: Name): Answer | undefined => {
    const step = steps[name];
    return step === undefined || step === null ? undefined : players[name](step, stage);
  };
  for (const name of keysOf(players)) {
    const answer = play(name);
    if (answer !== undefined) return answer;
  }
  return undefined;
};

/** Does what somebody does. @throws AwsError, SimulationError where it cannot be done. */
export const playAct = (act: ScenarioAct, stage: Stage): void => {
  playOne(acts, act, stage);
};

const keysOf = <Steps extends object>(players: Players<Steps, unknown>): (keyof Steps)[] => {
  const keys: (keyof Steps)[] = [];
  for (const key in players) keys.push(key);
  return keys;
};
