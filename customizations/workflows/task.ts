import type { StepContract } from '../../federation/step-catalogue';
import { retryClasses, type RetryClassName } from '../../federation/retries';
import { canFailWith, findContract } from './catalogue';
import { longestAttemptSeconds, secondsOf } from './durations';
import { wireInputs } from './inputs';
import { unknown, type Report } from './problems';
import { isRetryClassName, retriers } from './retry';
import { answerOf, type Offer, type Scope } from './scope';
import { taskState, type Recovery, type States } from './states';
import type { UseStep } from './steps';
import type { Surroundings } from './surroundings';

/**
 * Compiles a step that uses one of the catalogue. Reports `unknown-step`; `wrong-step` for one that is about something
 * else than the triggers are; and what is wrong with its inputs, its retry class and its timeout.
 */
export const compileTask = (
  step: UseStep,
  scope: Scope,
  recover: Recovery,
  next: string | undefined,
  surroundings: Surroundings,
): { readonly states?: States; readonly offers: readonly Offer[] } => {
  const { catalogue, report, subjects } = surroundings;
  const contract = findContract(catalogue, step.uses);
  const offer: Offer = { id: step.id, path: answerOf(step.id), outputs: contract?.outputs };
  if (contract === undefined) {
    report([...step.path, 'uses'], 'unknown-step', unknown('step', step.uses, Object.keys(catalogue)));
    checkRetryClass(step, undefined, report);
    return { offers: [offer] };
  }
  checkSubject(step, contract, subjects, report);
  const state = taskState({
    step: step.uses,
    runsIn: contract.runsIn,
    inputs: wireInputs(step, contract, scope, report),
    timeoutSeconds: timeoutOf(step, report),
    Retry: retriers(checkRetryClass(step, contract, report)),
    ...recover,
    keepAs: step.id,
    next,
  });
  return { states: { [step.id]: state }, offers: [offer] };
};

const checkSubject = (
  step: UseStep,
  { subject }: StepContract,
  subjects: Surroundings['subjects'],
  report: Report,
): void => {
  if (subject === 'any' || [...subjects].every((one) => one === subject)) return;
  report(
    [...step.path, 'uses'],
    'wrong-step',
    `\`${step.uses}\` works on ${aOrAn(subject)}, but what starts this workflow is not always about one; ` +
      `use it where ${subject === 'role' ? 'every' : 'no'} trigger in \`on\` begins with \`role-\`.`,
  );
};

const aOrAn = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** The retry class of a step, where it names one that exists. */
const checkRetryClass = (
  step: UseStep,
  contract: StepContract | undefined,
  report: Report,
): RetryClassName | undefined => {
  if (step.retry === undefined) return undefined;
  const path = [...step.path, 'retry'];
  if (!isRetryClassName(step.retry)) {
    report(path, 'unknown-retry-class', unknown('retry class', step.retry, Object.keys(retryClasses)));
    return undefined;
  }
  const { failures } = retryClasses[step.retry];
  if (contract !== undefined && !failures.some((failure) => canFailWith(contract, failure))) {
    const fitting = Object.entries(retryClasses)
      .filter(([, one]) => one.failures.some((failure) => canFailWith(contract, failure)))
      .map(([name]) => name);
    report(
      path,
      'wrong-step',
      `\`${step.retry}\` retries ${failures.join(', ')}, and \`${step.uses}\` never fails that way; ` +
        `use ${fitting.join(' or ')}, or take \`retry\` away.`,
    );
  }
  return step.retry;
};

const timeoutOf = (step: UseStep, report: Report): number => {
  if (step.timeout === undefined) return longestAttemptSeconds;
  const seconds = secondsOf(step.timeout);
  if (seconds > longestAttemptSeconds) {
    report(
      [...step.path, 'timeout'],
      'wrong-value',
      `\`timeout\` is for one attempt, which the function ends after ${longestAttemptSeconds}s; ` +
        `write ${longestAttemptSeconds}s or less, and use \`retry\` for patience.`,
    );
  }
  return seconds;
};
