import { usualAttemptSeconds, type StepContract } from '../../federation/step-catalogue';
import { canFailWith, findContract, type StepCatalogue } from './catalogue';
import { retriers } from './retry';
import { succeedState, taskState, type Catcher, type States } from './states';
import type { Step } from './steps';

/** Seconds between a `WorldMoved` and the next start: what has just changed gets time to settle. */
const restSeconds = 10;

/** Names of states. They hold blanks, so no id of a step is ever the same. */
const waiting = 'wait before starting over';
const startingOver = 'start over';
const reading = 'read failure';
const reporting = 'report failure';
const failing = 'fail as reported';
const sorting = 'was it held up?';
const heldUp = 'held up by a pause';

/** Leads to the beginning of the workflow when the world has moved. */
export const startOverCatcher: Catcher = { ErrorEquals: ['WorldMoved'], ResultPath: null, Next: waiting };

/**
 * Leads to the report when a step has failed for good. The error is kept under the step's id, for a catcher has no other
 * way to say which step it stands at.
 */
export const failureCatcher = (id: string): Catcher => ({
  ErrorEquals: ['States.ALL'],
  ResultPath: `$.failedSteps.${id}`,
  Next: reading,
});

/** Ends an execution that somebody has paused, where the workflow has no report that sees to it. */
export const heldUpCatcher: Catcher = { ErrorEquals: ['Paused'], ResultPath: null, Next: heldUp };

/** Whether a step, or one within it, can find that the world has moved. */
export const canStartOver = (step: Step, catalogue: StepCatalogue): boolean =>
  usesOne(step, catalogue, (contract) => canFailWith(contract, 'WorldMoved'));

/** Whether a pause can hold up a step, or one within it. */
export const canBeHeldUp = (step: Step, catalogue: StepCatalogue): boolean =>
  usesOne(step, catalogue, ({ underPause }) => underPause === 'refused');

const usesOne = (step: Step, catalogue: StepCatalogue, isOne: (contract: StepContract) => boolean): boolean => {
  switch (step.kind) {
    case 'use': {
      const contract = findContract(catalogue, step.uses);
      return contract !== undefined && isOne(contract);
    }
    case 'parallel':
      return step.branches.flat().some((inner) => usesOne(inner, catalogue, isOne));
    case 'forEach':
      return step.steps.some((inner) => usesOne(inner, catalogue, isOne));
    case 'end':
    case 'broken':
      return false;
  }
};

/** Where `heldUpCatcher` leads. */
export const heldUpStates: States = { [heldUp]: succeedState };

/** Waits, forgets everything but the event, and begins again. */
export const startOverStates = (startAt: string): States => ({
  [waiting]: { Type: 'Wait', Seconds: restSeconds, Next: startingOver },
  [startingOver]: { Type: 'Pass', Parameters: { 'event.$': '$.event' }, Next: startAt },
});

/**
 * Runs the step that reports, and ends the execution as failed with the error of the step, also where reporting fails. An
 * execution that a pause has held up is reported too, and ends as succeeded: it has done what it was allowed to.
 * The report's inputs are `failure`, which is `{ Error, Cause }` as Step Functions has it, and `failedSteps`, which has
 * the same under the failed step's id as its one key.
 */
export const failureStates = (step: string, contract: StepContract): States => ({
  [reading]: {
    Type: 'Pass',
    Parameters: { 'event.$': '$.event', 'failedSteps.$': '$.failedSteps', 'failures.$': '$.failedSteps.*' },
    Next: reporting,
  },
  [reporting]: taskState({
    step,
    runsIn: contract.runsIn,
    inputs: { 'failure.$': '$.failures[0]', 'failedSteps.$': '$.failedSteps' },
    execution: '$$.Execution.Name',
    timeoutSeconds: contract.attemptSeconds ?? usualAttemptSeconds,
    Retry: retriers(),
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: sorting }],
    next: sorting,
  }),
  [sorting]: {
    Type: 'Choice',
    Choices: [{ Variable: '$.failures[0].Error', StringEquals: 'Paused', Next: heldUp }],
    Default: failing,
  },
  ...heldUpStates,
  [failing]: { Type: 'Fail', ErrorPath: '$.failures[0].Error', CausePath: '$.failures[0].Cause' },
});
