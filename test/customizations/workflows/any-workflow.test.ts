import fc from 'fast-check';
import { compileWorkflow, type CompiledWorkflow } from '../../../customizations/workflows';
import type { WorkflowDocument, WorkflowStep } from '../../../schemas/generated/documents/workflow.types';
import { trialCatalogue } from './support/catalogue';
import { run } from './support/run';

/** A step before it has its id. `refersTo` and `dependsOn` pick an output of any step, sensible or not. */
interface Shape {
  readonly uses?: string;
  readonly refersTo?: number;
  readonly dependsOn?: number | undefined;
  readonly parallel?: readonly (readonly Shape[])[];
  readonly each?: readonly Shape[];
}

const pick = fc.nat(1_000);
const dependsOn = fc.option(pick, { nil: undefined, freq: 2 });
const uses = fc.oneof(fc.constant('trial.take'), fc.constantFrom(...Object.keys(trialCatalogue)));
const { shapes } = fc.letrec<{ shapes: Shape[]; shape: Shape }>((tie) => ({
  shapes: fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
  shape: fc.oneof(
    { maxDepth: 2 },
    fc.record({ uses, refersTo: pick, dependsOn }),
    fc.record({ parallel: fc.array(tie('shapes'), { minLength: 1, maxLength: 2 }), dependsOn }),
    fc.record({ each: tie('shapes'), dependsOn }),
  ),
}));

/** The outputs of all steps that the shapes become, in the order in which they get their ids. */
const outputsOf = (all: readonly Shape[]): readonly string[] => {
  const flat = (shape: Shape): readonly Shape[] => [
    shape,
    ...[...(shape.parallel ?? []), shape.each ?? []].flat().flatMap(flat),
  ];
  return all
    .flatMap(flat)
    .flatMap((shape, id) =>
      Object.keys(trialCatalogue[shape.uses ?? '']?.outputs ?? {}).map((output) => `s${id}.${output}`),
    );
};

/** Gives the shapes ids and references. */
const build = (all: readonly Shape[]): WorkflowStep[] => {
  const outputs = outputsOf(all);
  const referenceAt = (picked: number): string => outputs[picked % outputs.length] ?? '';
  let ids = 0;
  const one = (shape: Shape): WorkflowStep => {
    const id = `s${ids++}`;
    const condition = shape.dependsOn === undefined ? undefined : referenceAt(shape.dependsOn);
    const when =
      condition === undefined ? {} : { when: `${condition} != ${condition.endsWith('.size') ? '1' : 'red'}` };
    if (shape.parallel !== undefined) return { id, ...when, parallel: shape.parallel.map((branch) => branch.map(one)) };
    if (shape.each !== undefined) return { id, ...when, forEach: 's0.parts', steps: shape.each.map(one) };
    const given = shape.uses === 'trial.take' ? { with: { part: referenceAt(shape.refersTo ?? 0) } } : {};
    return { id, ...when, uses: shape.uses ?? 'trial.plain', ...given };
  };
  return all.map(one);
};

/** Compiles the steps; each of which something is wrong becomes one that needs nothing, until nothing is. */
const compileSound = (steps: readonly WorkflowStep[]): CompiledWorkflow => {
  const value: WorkflowDocument = {
    apiVersion: 'oidc-factory/v1',
    kind: 'Workflow',
    workflow: 'any',
    on: ['role-created'],
    steps: structuredClone([...steps]),
  };
  for (;;) {
    const wrong: WorkflowStep[] = [];
    const at = (path: readonly (string | number)[]): { file: string; line: number; column: number } => {
      wrong.push(stepAt(value, path));
      return { file: 'any.yaml', line: 1, column: 1 };
    };
    const { compiled } = compileWorkflow({ value, at }, trialCatalogue);
    if (compiled !== undefined) return compiled;
    for (const step of wrong) {
      delete step.when;
      delete step.with;
      if (step.uses !== undefined) step.uses = 'trial.plain';
    }
  }
};

/** The innermost step on the way to a path. */
const stepAt = (document: WorkflowDocument, path: readonly (string | number)[]): WorkflowStep => {
  let node: unknown = document;
  let innermost: unknown;
  for (const key of path) {
    node = (node as Record<string | number, unknown>)[key];
    if (typeof node === 'object' && node !== null && 'id' in node) innermost = node;
  }
  return innermost as WorkflowStep;
};

it('runs to its end, whatever it is made of and whatever is passed over: no reference leads nowhere', async () => {
  let referring = 0;
  await fc.assert(
    fc.asyncProperty(shapes, fc.boolean(), async (all, holds) => {
      const compiled = compileSound(
        build([{ uses: 'trial.look' }, { uses: 'trial.left' }, { uses: 'trial.right' }, ...all]),
      );
      if (JSON.stringify(compiled).includes('"part.$"')) referring += 1;
      const { status, error } = await run(compiled, {
        'trial.look': { colour: holds ? 'red' : 'blue', name: 'red', nickname: null, size: 1, parts: [1, 2], plan: {} },
        'trial.left': { left: holds ? 'red' : 'L' },
        'trial.right': { right: 'R' },
        'trial.join': { whole: 'W' },
      });
      expect({ status, error }).toEqual({ status: 'SUCCEEDED', error: undefined });
    }),
    { numRuns: 100 },
  );
  expect(referring).toBeGreaterThan(10);
});
