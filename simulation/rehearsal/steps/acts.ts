import type { ScenarioAct } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';
import { registerApplication } from './by-hand';
import { addAudience, changeThumbprints, createProvider, deleteProvider, wipeAudiences } from './change-provider';
import { closeAccount, deliverBaseline, quarantine, release, removeAccount, withdrawBaseline } from './change-account';
import { createRole } from './create-role';
import { deleteRole } from './delete-role';
import { editTrust } from './edit-trust';
import { handOver } from './hand-over';
import { pause, resume } from './pause';
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
  createProvider,
  changeThumbprints,
  wipeAudiences,
  deleteProvider,
  deleteApplication,
  squatApplication,
  registerApplication,
  handOver,
  closeAccount,
  removeAccount,
  deliverBaseline,
  withdrawBaseline,
  quarantine,
  release,
  pause,
  resume,
};

/** Plays the one step that an object has a key for; undefined where it has none. */
export const playOne = <Steps extends object, Answer>(
  players: Players<Steps, Answer>,
  steps: Steps,
  stage: Stage,
): Answer | undefined => {
  for (const name of keysOf(players)) {
    const step = steps[name];
    if (step !== undefined && step !== null) return players[name](step, stage);
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
