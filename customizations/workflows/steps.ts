import type { WorkflowStep } from '../../schemas/generated/documents/workflow.types';
import type { Path, Report } from './problems';

/** A step, read: what it does, and where it stands. `broken` is one whose mistake has been reported already. */
export type Step = UseStep | ParallelStep | ForEachStep | EndStep | BrokenStep;

interface Common {
  readonly id: string;
  readonly path: Path;
  readonly when?: string;
}
export interface UseStep extends Common {
  readonly kind: 'use';
  readonly uses: string;
  readonly with: Readonly<Record<string, string>>;
  readonly retry: { readonly names: readonly string[]; readonly isList: boolean };
  readonly timeout?: string;
}
export interface ParallelStep extends Common {
  readonly kind: 'parallel';
  readonly branches: readonly (readonly Step[])[];
}
export interface ForEachStep extends Common {
  readonly kind: 'forEach';
  readonly list: string;
  readonly concurrency?: number;
  /** In percent. */
  readonly toleratedFailures?: number;
  readonly steps: readonly Step[];
}
export interface EndStep extends Common {
  readonly kind: 'end';
}
export interface BrokenStep extends Common {
  readonly kind: 'broken';
}

const actions = ['uses', 'parallel', 'forEach', 'end'] as const;
type Action = (typeof actions)[number];

/** Keys that mean something beside one action only. */
const keysOf = [
  ['with', 'uses'],
  ['retry', 'uses'],
  ['timeout', 'uses'],
  ['concurrency', 'forEach'],
  ['toleratedFailures', 'forEach'],
  ['steps', 'forEach'],
] as const;

/**
 * Reads the steps of a sequence and of all sequences in it. Reports `wrong-step` for what is no step, and
 * `duplicate-name` for an id that another step has already; `ids` gathers those of the whole workflow.
 */
export const readSteps = (
  steps: readonly WorkflowStep[],
  path: Path,
  ids: Set<string>,
  report: Report,
  nested = false,
): readonly Step[] =>
  steps.map((step, index) => {
    const here = [...path, index];
    checkId(step, here, ids, report);
    const read = readStep(step, here, ids, report);
    if (read.kind === 'end') checkEnd(read, nested, index === steps.length - 1, report);
    return read;
  });

/** The ids of a step and of those within it. */
export const idsOf = (step: Step): readonly string[] => {
  if (step.kind === 'parallel') return [step.id, ...step.branches.flat().flatMap(idsOf)];
  if (step.kind === 'forEach') return [step.id, ...step.steps.flatMap(idsOf)];
  return [step.id];
};

const readStep = (step: WorkflowStep, path: Path, ids: Set<string>, report: Report): Step => {
  const common = { id: step.id, path, ...(step.when === undefined ? {} : { when: step.when }) };
  const action = actionOf(step, path, report);
  if (action !== undefined) checkKeys(step, action, path, report);

  const branches = (step.parallel ?? []).map((branch, i) =>
    readSteps(branch, [...path, 'parallel', i], ids, report, true),
  );
  const steps = readSteps(step.steps ?? [], [...path, 'steps'], ids, report, true);

  if (action === 'uses' && step.uses !== undefined) {
    return {
      ...common,
      kind: 'use',
      uses: step.uses,
      with: step.with ?? {},
      retry: { names: [step.retry ?? []].flat(), isList: Array.isArray(step.retry) },
      ...(step.timeout === undefined ? {} : { timeout: step.timeout }),
    };
  }
  if (action === 'parallel') return { ...common, kind: 'parallel', branches };
  if (action === 'end') return { ...common, kind: 'end' };
  if (action === 'forEach' && step.forEach !== undefined) {
    if (step.steps === undefined) {
      report(
        [...path, 'forEach'],
        'wrong-step',
        `\`${step.id}\` does not say what is done with each item; add \`steps\`.`,
      );
      return { ...common, kind: 'broken' };
    }
    return {
      ...common,
      kind: 'forEach',
      list: step.forEach,
      ...(step.concurrency === undefined ? {} : { concurrency: step.concurrency }),
      ...(step.toleratedFailures === undefined
        ? {}
        : { toleratedFailures: Number.parseInt(step.toleratedFailures, 10) }),
      steps,
    };
  }
  return { ...common, kind: 'broken' };
};

/** The one thing that a step does; undefined, and reported, where it is not exactly one. */
const actionOf = (step: WorkflowStep, path: Path, report: Report): Action | undefined => {
  const [first, second] = actions.filter((action) => step[action] !== undefined);
  if (first === undefined) {
    report(
      path,
      'wrong-step',
      `\`${step.id}\` does nothing; give it one of \`uses\`, \`parallel\`, \`forEach\` with \`steps\`, or \`end: true\`.`,
    );
    return undefined;
  }
  if (second !== undefined) {
    report(
      [...path, second],
      'wrong-step',
      `\`${step.id}\` has both \`${first}\` and \`${second}\`; a step does one thing, so make two of it.`,
    );
    return undefined;
  }
  return first;
};

const checkKeys = (step: WorkflowStep, action: Action, path: Path, report: Report): void => {
  for (const [key, owner] of keysOf) {
    if (step[key] === undefined || owner === action) continue;
    report(
      [...path, key],
      'wrong-step',
      `\`${key}\` goes with \`${owner}\` only, and \`${step.id}\` has \`${action}\`; take \`${key}\` away.`,
    );
  }
};

const checkId = (step: WorkflowStep, path: Path, ids: Set<string>, report: Report): void => {
  if (step.id === 'item') {
    report([...path, 'id'], 'wrong-step', '`item` is what `forEach` calls the item at hand; choose another id.');
  } else if (ids.has(step.id)) {
    report(
      [...path, 'id'],
      'duplicate-name',
      `Another step is called \`${step.id}\` already; ids are unique within the whole workflow, so choose another.`,
    );
  }
  ids.add(step.id);
};

const checkEnd = (step: EndStep, nested: boolean, last: boolean, report: Report): void => {
  const path = [...step.path, 'end'];
  if (nested) {
    report(
      path,
      'wrong-step',
      `\`${step.id}\` would end its branch or iteration, not the workflow; move \`end\` out of \`parallel\` and \`forEach\`.`,
    );
  } else if (step.when === undefined && !last) {
    report(
      path,
      'wrong-step',
      `Nothing behind \`${step.id}\` is ever reached; give it a \`when\`, or remove what follows.`,
    );
  }
};
