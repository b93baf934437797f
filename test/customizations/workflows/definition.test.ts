import validate from 'asl-validator';
import type { CompiledWorkflow } from '../../../customizations/workflows';
import type { State } from '../../../customizations/workflows/compiled-workflow';
import { retryClasses } from '../../../federation/retries';
import { contractOf, isStepName, usualAttemptSeconds } from '../../../federation/step-catalogue';
import { compiledFrom, compiledShipped, compiledSteps } from './support/compiled';
import { shippedWorkflows } from './support/documents';
import { allStates, run } from './support/run';

const everyConstruct = compiledSteps(
  [
    '- { id: look, uses: trial.look, timeout: 5s }',
    '- { id: move, uses: trial.move, retry: concurrent-modification, when: look.colour == red or look.size == 2 }',
    '- id: both',
    '  parallel:',
    '    - [{ id: l, uses: trial.left }, { id: m, uses: trial.move, when: look.name != x }]',
    '    - [{ id: inner, parallel: [[{ id: r, uses: trial.right }]] }]',
    '- { id: each, forEach: look.parts, steps: [{ id: take, uses: trial.take, with: { part: item } }] }',
    '- { id: join, uses: trial.join }',
    '- { id: stop, when: look.size == 0, end: true }',
    '- { id: last, uses: trial.plain, when: join.whole == x }',
  ],
  ['onFailure: { uses: trial.report }', 'timeout: 20m'],
);

/** What the stack deploys, but for the functions' names. */
const substituted = (workflow: CompiledWorkflow): never =>
  JSON.parse(JSON.stringify(workflow.definition).replaceAll('${Partition}', 'aws')) as never;

/** How long the step of a task may take; those of the trial catalogue are not known here. */
const attemptSecondsOf = (task: State): number => {
  const { step = '' } = (task['Parameters'] as { Payload: { step?: string } }).Payload;
  return (isStepName(step) ? contractOf(step).attemptSeconds : undefined) ?? usualAttemptSeconds;
};

const every: readonly (readonly [string, CompiledWorkflow])[] = [
  ...shippedWorkflows().map(({ file, text }) => [file, compiledFrom(text)] as const),
  ['every construct', everyConstruct],
  ['a single step', compiledSteps(['- { id: p, uses: trial.plain }'])],
  ['a single end', compiledSteps(['- { id: stop, end: true }'])],
];

describe.each(every)('the definition of %s', (_, workflow) => {
  it('is one by asl-validator', () => {
    const { isValid, errorsText } = validate(substituted(workflow));
    expect(isValid ? '' : errorsText('\n')).toBe('');
  });

  it('has state names that are unique and short enough everywhere', () => {
    const names = allStates(workflow.definition.States).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(80);
  });

  it('bounds every task, and retries the standing class and the errors of Lambda behind the own class', () => {
    const tasks = allStates(workflow.definition.States).filter(([, { Type }]) => Type === 'Task');
    for (const [, task] of tasks) {
      expect(task['TimeoutSeconds']).toBeGreaterThan(0);
      expect(task['TimeoutSeconds']).toBeLessThanOrEqual(attemptSecondsOf(task));
      const retry = task['Retry'] as { ErrorEquals: string[]; JitterStrategy: string }[];
      const [standing, service] = retry.slice(-2);
      expect(standing?.ErrorEquals).toEqual(retryClasses.throttling.failures);
      expect(service?.ErrorEquals).toContain('Lambda.TooManyRequestsException');
      expect(new Set(retry.map(({ JitterStrategy }) => JitterStrategy))).toEqual(new Set(['FULL']));
    }
  });

  it('names the functions and the bucket by placeholders only', () => {
    const functions = ['${AccountStepsFunctionArn}', '${DirectoryStepsFunctionArn}'];
    const placeholders = JSON.stringify(workflow.definition).match(/\$\{[^}]*\}/g) ?? [];
    for (const one of placeholders) {
      expect([...functions, '${Partition}', '${BucketName}']).toContain(one);
    }
  });

  it('leads every failure of the workflow itself to the report, where there is one', () => {
    if (!('report failure' in workflow.definition.States)) return;
    for (const [name, state] of Object.entries(workflow.definition.States)) {
      if (!['Task', 'Parallel', 'Map'].includes(state.Type)) continue;
      const last = (state['Catch'] as { ErrorEquals: string[]; Next: string }[]).at(-1);
      expect(last?.ErrorEquals).toEqual(['States.ALL']);
      expect(last?.Next).toBe(name === 'report failure' ? 'was it held up?' : 'read failure');
    }
  });
});

it('is the same, key for key, whenever it is compiled', () => {
  for (const { text } of shippedWorkflows()) {
    expect(JSON.stringify(compiledFrom(text))).toBe(JSON.stringify(compiledFrom(text)));
  }
});

it('sends a step what it needs and keeps its answer', () => {
  expect(compiledShipped('onboard-role').definition.States['bind']).toEqual({
    Type: 'Task',
    Resource: 'arn:${Partition}:states:::lambda:invoke',
    Parameters: {
      FunctionName: '${AccountStepsFunctionArn}',
      Payload: {
        step: 'role.bindTrust',
        'execution.$': '$$.Execution.Name',
        'event.$': '$.event',
        inputs: { 'caller.$': '$.steps.register.outputs.caller' },
      },
    },
    ResultSelector: { 'outputs.$': '$.Payload' },
    ResultPath: '$.steps.bind',
    TimeoutSeconds: 60,
    Retry: [
      {
        ErrorEquals: ['Throttled', 'Unavailable'],
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxDelaySeconds: 60,
        MaxAttempts: 8,
        JitterStrategy: 'FULL',
      },
      expect.objectContaining({ MaxAttempts: 8 }) as unknown,
    ],
    Catch: [
      { ErrorEquals: ['WorldMoved'], ResultPath: null, Next: 'wait before starting over' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failedSteps.bind', Next: 'read failure' },
    ],
    Next: 'confirm',
  });
});

it('takes an input from the nearest step that offers it, unless `with` names another', async () => {
  const workflow = compiledSteps([
    '- { id: far, uses: trial.left }',
    '- { id: near, uses: trial.left }',
    '- { id: right, uses: trial.right }',
    '- { id: one, uses: trial.join }',
    '- { id: other, uses: trial.join, with: { left: far.left } }',
  ]);
  const { calls } = await run(workflow, {
    'trial.left': (_, call) => ({ left: `L${call}` }),
    'trial.right': { right: 'R' },
  });
  expect(calls.slice(-2).map(({ inputs }) => inputs['left'])).toEqual(['L2', 'L1']);
});
