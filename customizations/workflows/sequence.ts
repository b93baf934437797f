import type { StoredKind, ValueKind } from '../../federation/step-catalogue';
import { compileCondition } from './conditions/choice-rule';
import { canBeHeldUp, canStartOver, failureCatcher, heldUpCatcher, startOverCatcher } from './endings';
import { answerOf, misfit, offering, resolve, withholding, type Offer, type Scope } from './scope';
import {
  choiceState,
  distributedMapState,
  mapState,
  parallelState,
  succeedState,
  type Machine,
  type Recovery,
  type States,
} from './states';
import { idsOf, type ForEachStep, type ParallelStep, type Step } from './steps';
import type { Surroundings } from './surroundings';
import { compileTask } from './task';

/** A sequence, compiled, with what those behind it can refer to. */
export interface CompiledSequence extends Machine {
  readonly scope: Scope;
}

/** A step, compiled. Without `states` it is wrong, and its place stays empty. */
interface CompiledStep {
  readonly states?: States;
  readonly offers: readonly Offer[];
  /** Steps whose outputs cannot be had behind it, each with the reason. */
  readonly withheld?: ReadonlyMap<string, string>;
}

const defaultConcurrency = 10;

/** Step Functions' own limit of an inline map. */
const mostInline = 40;

/** Compiles steps that run one after the other; `depth` 0 is the workflow itself. */
export const compileSequence = (
  steps: readonly Step[],
  scope: Scope,
  depth: number,
  surroundings: Surroundings,
): CompiledSequence => {
  let states: States = {};
  let current = scope;
  for (const [index, step] of steps.entries()) {
    const following = steps[index + 1];
    const next = following === undefined ? undefined : entryOf(following);
    const rule =
      step.when === undefined
        ? undefined
        : compileCondition(step.when, [...step.path, 'when'], current, surroundings.report);
    const compiled = compileStep(step, current, depth, next, surroundings);
    const past = next ?? `after ${step.id}`;
    states = {
      ...states,
      ...(rule === undefined ? {} : { [entryOf(step)]: choiceState(rule, step.id, past) }),
      ...compiled.states,
      ...(rule === undefined || next !== undefined ? {} : { [past]: succeedState }),
    };
    current = scopeBehind(step, compiled, current);
  }
  const [first] = steps;
  return { startAt: first === undefined ? '' : entryOf(first), states, scope: current };
};

/** The name of the state at which a step begins: a condition stands before the step itself. */
const entryOf = (step: Step): string => (step.when === undefined ? step.id : `${step.id}?`);

const scopeBehind = (step: Step, { offers, withheld }: CompiledStep, scope: Scope): Scope => {
  const behind = withheld === undefined ? scope : withholding(scope, withheld);
  if (step.when === undefined) return offering(behind, ...offers);
  return withholding(
    behind,
    forEvery(idsOf(step), `stands behind the \`when\` of \`${step.id}\` and may not have run`),
  );
};

const forEvery = (ids: readonly string[], reason: string): ReadonlyMap<string, string> =>
  new Map(ids.map((id) => [id, reason]));

const compileStep = (
  step: Step,
  scope: Scope,
  depth: number,
  next: string | undefined,
  surroundings: Surroundings,
): CompiledStep => {
  const recover = depth === 0 ? recoveryOf(step, surroundings) : {};
  switch (step.kind) {
    case 'use':
      return compileTask(step, scope, recover, next, surroundings);
    case 'parallel':
      return compileParallel(step, scope, depth, recover, next, surroundings);
    case 'forEach':
      return compileForEach(step, scope, depth, recover, next, surroundings);
    case 'end':
      return {
        states: { [step.id]: succeedState },
        offers: [],
        withheld: forEvery([step.id], 'ends the workflow and has no outputs'),
      };
    case 'broken':
      return { offers: [{ id: step.id, path: answerOf(step.id), outputs: undefined }] };
  }
};

const compileParallel = (
  step: ParallelStep,
  scope: Scope,
  depth: number,
  recover: Recovery,
  next: string | undefined,
  surroundings: Surroundings,
): CompiledStep => {
  const branches = step.branches.map((branch) => compileSequence(branch, scope, depth + 1, surroundings));
  const kept: Record<string, string> = {};
  const offers = branches.flatMap((branch, index) =>
    branch.scope.offers.slice(scope.offers.length).map((offer) => {
      const [child = ''] = offer.path.slice('$.steps.'.length).split('.');
      if (hasOutputs(offer.outputs)) kept[`${child}.$`] = `$[${index}].steps.${child}`;
      return { ...offer, path: `$.steps.${step.id}.${offer.path.slice('$.steps.'.length)}` };
    }),
  );
  return {
    states: { [step.id]: parallelState(step.id, branches, kept, recover, next) },
    offers,
    withheld: new Map([
      ...branches.flatMap((branch) => [...branch.scope.withheld]),
      [step.id, 'has branches, and no outputs of its own; refer to a step in them'] as const,
    ]),
  };
};

const compileForEach = (
  step: ForEachStep,
  scope: Scope,
  depth: number,
  recover: Recovery,
  next: string | undefined,
  surroundings: Surroundings,
): CompiledStep => {
  const list = resolve(step.list, scope);
  const path = [...step.path, 'forEach'];
  if ('nowhere' in list) surroundings.report(path, 'unknown-output', list.nowhere);
  else if (list.kind?.kind === 'stored')
    return compileDistributed(
      step,
      { path: list.path, what: list.kind.what },
      scope,
      depth,
      recover,
      next,
      surroundings,
    );
  else {
    const problem = misfit(step.list, list, { kind: 'list' });
    if (problem !== undefined) surroundings.report(path, 'wrong-value', `\`forEach\` goes over a list: ${problem}.`);
  }
  if (step.toleratedFailures !== undefined && !('nowhere' in list)) {
    const why = 'goes with a list of accounts in the bucket only; take it away';
    surroundings.report([...step.path, 'toleratedFailures'], 'wrong-step', `\`toleratedFailures\` ${why}.`);
  }
  if ((step.concurrency ?? 0) > mostInline) {
    const message = `At most ${mostInline} are worked on at the same time here; write ${mostInline} or less.`;
    surroundings.report([...step.path, 'concurrency'], 'wrong-value', message);
  }
  const iteration = compileSequence(step.steps, { ...scope, hasItem: true }, depth + 1, surroundings);
  const itemsPath = 'nowhere' in list ? '$' : list.path;
  return {
    states: { [step.id]: mapState(itemsPath, step.concurrency ?? defaultConcurrency, iteration, recover, next) },
    offers: [],
    withheld: forEvery(idsOf(step), `runs once for each item of \`${step.id}\``),
  };
};

/** Over a list in the bucket: each account is an execution of its own, and what became of them is in the bucket too. */
const compileDistributed = (
  step: ForEachStep,
  list: { readonly path: string; readonly what: StoredKind },
  scope: Scope,
  depth: number,
  recover: Recovery,
  next: string | undefined,
  surroundings: Surroundings,
): CompiledStep => {
  const { report } = surroundings;
  if (list.what !== 'accounts')
    report([...step.path, 'forEach'], 'wrong-value', `\`${step.list}\` is ${list.what} in the bucket, and no list.`);
  if (depth > 0)
    report(
      [...step.path, 'forEach'],
      'wrong-step',
      'What goes over accounts in the bucket cannot stand within another step.',
    );
  const { concurrency = defaultConcurrency, toleratedFailures = 0 } = step;
  const within = { ...scope, hasItem: false, execution: '$.execution' } as const;
  const iteration = compileSequence(step.steps, within, depth + 1, surroundings);
  const map = { id: step.id, listPath: list.path, concurrency, toleratedFailures };
  return {
    states: { [step.id]: distributedMapState(map, iteration, recover, next) },
    offers: [{ id: step.id, path: answerOf(step.id), outputs: { results: { kind: 'stored', what: 'results' } } }],
    withheld: forEvery(step.steps.flatMap(idsOf), `runs once for each account of \`${step.id}\``),
  };
};

/** Where a step of the workflow itself leads when it fails: back to the beginning, to the report, or to a quiet end. */
const recoveryOf = (step: Step, { catalogue, reportsFailures }: Surroundings): Recovery => ({
  Catch: [
    ...(canStartOver(step, catalogue) ? [startOverCatcher] : []),
    ...(reportsFailures ? [failureCatcher(step.id)] : canBeHeldUp(step, catalogue) ? [heldUpCatcher] : []),
  ],
});

const hasOutputs = (outputs: Readonly<Record<string, ValueKind>> | undefined): boolean =>
  outputs !== undefined && Object.keys(outputs).length > 0;
