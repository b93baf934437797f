import { usualAttemptSeconds, type StepContract } from '../../federation/step-catalogue';
import { retryClasses, type RetryClassName } from '../../federation/retries';
import { canFailWith, findContract } from './catalogue';
import { secondsOf } from './durations';
import { wireInputs } from './inputs';
import { unknown, type Path, type Report } from './problems';
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
    checkRetryClasses(step, undefined, report);
    return { offers: [offer] };
  }
  checkSubject(step, contract, subjects, report);
  const state = taskState({
    step: step.uses,
    runsIn: contract.runsIn,
    execution: scope.execution,
    inputs: wireInputs(step, contract, scope, report),
    timeoutSeconds: timeoutOf(step, contract, report),
    Retry: retriers(checkRetryClasses(step, contract, report)),
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

/** The retry classes of a step, those of them that exist. */
const checkRetryClasses = (
  step: UseStep,
  contract: StepContract | undefined,
  report: Report,
): readonly RetryClassName[] =>
  step.retry.names.flatMap((name, index) => {
    const path = step.retry.isList ? [...step.path, 'retry', index] : [...step.path, 'retry'];
    return checkRetryClass(name, path, step, contract, report);
  });

const checkRetryClass = (
  name: string,
  path: Path,
  step: UseStep,
  contract: StepContract | undefined,
  report: Report,
): readonly RetryClassName[] => {
  if (!isRetryClassName(name)) {
    report(path, 'unknown-retry-class', unknown('retry class', name, Object.keys(retryClasses)));
    return [];
  }
  const { failures } = retryClasses[name];
  if (contract !== undefined && !failures.some((failure) => canFailWith(contract, failure))) {
    const fitting = Object.entries(retryClasses)
      .filter(([, one]) => one.failures.some((failure) => canFailWith(contract, failure)))
      .map(([fit]) => fit);
    report(
      path,
      'wrong-step',
      `\`${name}\` retries ${failures.join(', ')}, and \`${step.uses}\` never fails that way; ` +
        `use ${fitting.join(' or ')}, or take \`retry\` away.`,
    );
  }
  return [name];
};

const timeoutOf = (
  step: UseStep,
  { attemptSeconds: longest = usualAttemptSeconds }: StepContract,
  report: Report,
): number => {
  if (step.timeout === undefined) return longest;
  const seconds = secondsOf(step.timeout);
  if (seconds > longest) {
    report(
      [...step.path, 'timeout'],
      'wrong-value',
      `\`timeout\` is for one attempt, which ends after ${longest}s; ` +
        `write ${longest}s or less, and use \`retry\` for patience.`,
    );
  }
  return seconds;
};
