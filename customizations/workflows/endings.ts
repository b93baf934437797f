import { usualAttemptSeconds, type StepContract } from '../../federation/step-catalogue';
import { canFailWith, findContract, type StepCatalogue } from './catalogue';
import { retriers } from './retry';
import { taskState, type Catcher, type States } from './states';
import type { Step } from './steps';

/** Seconds between a `WorldMoved` and the next start: what has just changed gets time to settle. */
const restSeconds = 10;

/** Names of states. They hold blanks, so no id of a step is ever the same. */
const waiting = 'wait before starting over';
const startingOver = 'start over';
const reading = 'read failure';
const reporting = 'report failure';
const failing = 'fail as reported';

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

/** Whether a step, or one within it, can find that the world has moved. */
export const canStartOver = (step: Step, catalogue: StepCatalogue): boolean => {
  switch (step.kind) {
    case 'use': {
      const contract = findContract(catalogue, step.uses);
      return contract !== undefined && canFailWith(contract, 'WorldMoved');
    }
    case 'parallel':
      return step.branches.flat().some((inner) => canStartOver(inner, catalogue));
    case 'forEach':
      return step.steps.some((inner) => canStartOver(inner, catalogue));
    case 'end':
    case 'broken':
      return false;
  }
};

/** Waits, forgets everything but the event, and begins again. */
export const startOverStates = (startAt: string): States => ({
  [waiting]: { Type: 'Wait', Seconds: restSeconds, Next: startingOver },
  [startingOver]: { Type: 'Pass', Parameters: { 'event.$': '$.event' }, Next: startAt },
});

/**
 * Runs the step that reports, and ends the execution as failed with the error of the step, also where reporting fails.
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
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: failing }],
    next: failing,
  }),
  [failing]: { Type: 'Fail', ErrorPath: '$.failures[0].Error', CausePath: '$.failures[0].Cause' },
});
