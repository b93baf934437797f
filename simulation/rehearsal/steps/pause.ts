import { names } from '../../../federation/names';
import {
  accountScope,
  describePauseScope,
  policyScope,
  unitScope,
  withoutPause,
  withPause,
  type PauseScope,
  type StandingPause,
} from '../../../federation/pauses';
import { pausesIn } from '../../../handlers/pauses';
import type { PauseStep } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** An operator pauses something, as the command does: by writing the parameter. */
export const pause = (step: PauseStep, stage: Stage): StepReport => {
  const scope = scopeOf(step, stage);
  const since = stage.organization.clock.now().toISOString();
  const standing: StandingPause = { scope, reason: 'the scenario asks for it', by: 'the scenario', since };
  write(stage, (pauses) => withPause(pauses, standing));
  return { title: `pause ${describePauseScope(scope)}`, details: [] };
};

/** An operator ends a pause. */
export const resume = (step: PauseStep, stage: Stage): StepReport => {
  const scope = scopeOf(step, stage);
  write(stage, (pauses) => withoutPause(pauses, scope));
  return { title: `resume ${describePauseScope(scope)}`, details: [] };
};

/** What is paused at this moment. */
export const pausesOn = ({ organization, policy }: Stage): readonly StandingPause[] =>
  pausesIn(organization.parameter(policy.factoryAccount, names.pauses), organization.clock.now());

const write = (stage: Stage, change: (pauses: readonly StandingPause[]) => readonly StandingPause[]): void => {
  const value = JSON.stringify({ pauses: change(pausesOn(stage)) });
  stage.organization.putParameter(stage.policy.factoryAccount, names.pauses, value);
};

const scopeOf = ({ account, organizationalUnit, policy }: PauseStep, { organization }: Stage): PauseScope => {
  const { organization: facts } = organization;
  if (account !== undefined) return accountScope(facts.account(account).id);
  if (policy !== undefined) return policyScope(policy);
  return organizationalUnit === undefined ? 'everything' : unitScope(facts.unit(organizationalUnit).id);
};
