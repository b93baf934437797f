import { compiledSteps } from './support/compiled';
import { run } from './support/run';

const seen = { colour: 'red', name: 'n', nickname: null, size: 2, parts: ['p', 'q', 'r'], plan: {} };
const answers = {
  'trial.look': seen,
  'trial.left': { left: 'L' },
  'trial.right': { right: 'R' },
  'trial.join': { whole: 'LR' },
};

const look = '- { id: look, uses: trial.look }';

describe('parallel', () => {
  it('runs its branches and lets later steps have what they answered', async () => {
    const { status, calls } = await run(
      compiledSteps([
        look,
        '- { id: both, parallel: [[{ id: l, uses: trial.left }], [{ id: r, uses: trial.right }]] }',
        '- { id: join, uses: trial.join }',
        '- { id: take, uses: trial.take, with: { part: join.whole } }',
      ]),
      answers,
    );
    expect(status).toBe('SUCCEEDED');
    expect(calls.at(-2)?.inputs).toEqual({ left: 'L', right: 'R' });
    expect(calls.at(-1)?.inputs).toEqual({ part: 'LR' });
  });

  it('lets out what is nested deeper, and keeps what stood before it', async () => {
    const { status, calls } = await run(
      compiledSteps([
        look,
        '- { id: before, uses: trial.left }',
        '- id: outer',
        '  parallel:',
        '    - - { id: inner, parallel: [[{ id: r, uses: trial.right }], [{ id: p, uses: trial.plain }]] }',
        '      - { id: within, uses: trial.join }',
        '    - - { id: skipped, uses: trial.left, when: look.size == 3 }',
        '- { id: join, uses: trial.join }',
        '- { id: named, uses: trial.take, with: { part: r.right } }',
        '- { id: coloured, uses: trial.take, with: { part: look.colour } }',
      ]),
      answers,
    );
    expect(status).toBe('SUCCEEDED');
    const joins = calls.filter(({ step }) => step === 'trial.join').map(({ inputs }) => inputs);
    expect(joins).toEqual([
      { left: 'L', right: 'R' },
      { left: 'L', right: 'R' },
    ]);
    expect(calls.slice(-2).map(({ inputs }) => inputs)).toEqual([{ part: 'R' }, { part: 'red' }]);
  });

  it('starts the whole workflow over when the world moves in a branch', async () => {
    const { status, steps } = await run(
      compiledSteps([
        look,
        '- { id: both, parallel: [[{ id: m, uses: trial.move }], [{ id: p, uses: trial.plain }]] }',
      ]),
      { ...answers, 'trial.move': (_, call) => (call === 1 ? 'WorldMoved' : {}) },
    );
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((step) => step === 'trial.look')).toHaveLength(2);
  });

  it('retries within its branch, and reports itself when a branch fails for good', async () => {
    const workflow = compiledSteps(
      ['- { id: both, parallel: [[{ id: m, uses: trial.move, retry: concurrent-modification }]] }'],
      ['onFailure: { uses: trial.report }'],
    );
    const mended = await run(workflow, { 'trial.move': (_, call) => (call <= 10 ? 'ConcurrentModification' : {}) });
    expect(mended.status).toBe('SUCCEEDED');
    const broken = await run(workflow, { 'trial.move': 'ConcurrentModification' });
    expect(broken).toMatchObject({ status: 'FAILED', error: 'ConcurrentModification' });
    expect(broken.calls.at(-1)?.inputs).toMatchObject({
      failedSteps: { both: { Error: 'ConcurrentModification', Cause: 'ConcurrentModification happened.' } },
    });
  });
});

describe('forEach', () => {
  it('runs its steps once for each item, with the item and what stood before', async () => {
    const { status, calls } = await run(
      compiledSteps([
        look,
        '- id: each',
        '  forEach: look.parts',
        '  steps:',
        '    - { id: take, uses: trial.take, with: { part: item } }',
        '    - { id: l, uses: trial.left }',
        '    - { id: r, uses: trial.right }',
        '    - { id: join, uses: trial.join }',
        '- { id: measure, uses: trial.measure }',
      ]),
      answers,
    );
    expect(status).toBe('SUCCEEDED');
    const taken = calls.filter(({ step }) => step === 'trial.take').map(({ inputs }) => inputs['part']);
    expect(taken.sort()).toEqual(['p', 'q', 'r']);
    expect(calls.filter(({ step }) => step === 'trial.join')).toHaveLength(3);
    expect(calls.at(-1)).toMatchObject({ step: 'trial.measure', inputs: { size: 2 } });
  });

  it('does nothing for an empty list', async () => {
    const { status, steps } = await run(
      compiledSteps([look, '- { id: each, forEach: look.parts, steps: [{ id: p, uses: trial.plain }] }']),
      { 'trial.look': { ...seen, parts: [] } },
    );
    expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: ['trial.look'] });
  });

  it('works on as many items at a time as it says, ten unless it does', () => {
    const each = (keys: string): unknown =>
      compiledSteps([look, `- { id: each, forEach: look.parts, ${keys} steps: [{ id: p, uses: trial.plain }] }`])
        .definition.States['each'];
    expect(each('')).toMatchObject({ MaxConcurrency: 10, ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' } } });
    expect(each('concurrency: 3,')).toMatchObject({ MaxConcurrency: 3 });
  });

  it('passes a step over for the items at hand where its condition does not hold', async () => {
    const { status, steps } = await run(
      compiledSteps([
        look,
        '- id: each',
        '  forEach: look.parts',
        '  steps:',
        '    - { id: m, uses: trial.look }',
        '    - { id: p, uses: trial.plain, when: m.colour == blue and look.size == 2 }',
      ]),
      { 'trial.look': (_, call) => ({ ...seen, colour: call === 3 ? 'blue' : 'red' }) },
    );
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((step) => step === 'trial.plain')).toHaveLength(1);
  });
});

describe('when', () => {
  it.each([
    ['look.colour == red', ['red'], true],
    ['look.colour != red', ['red'], false],
    ['look.size == 2', ['red'], true],
    ['look.size != 2', ['red'], false],
    ["look.nickname == 'x'", ['red'], false],
    ["look.nickname != 'x'", ['red'], true],
    ['look.colour == blue or look.colour == red and look.size == 2', ['red'], true],
    ['(look.colour == blue or look.colour == red) and look.size == 3', ['red'], false],
    ['look.colour == blue or look.size == 2 and look.name == other', ['red'], false],
    ['look.name == "and"', ['red'], false],
  ] as const)('passes a step over unless %s', async (condition, _, holds) => {
    const { status, steps } = await run(
      compiledSteps([
        look,
        `- { id: p, uses: trial.plain, when: ${JSON.stringify(condition)} }`,
        '- { id: l, uses: trial.left }',
      ]),
      answers,
    );
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual(['trial.look', ...(holds ? ['trial.plain'] : []), 'trial.left']);
  });

  it.each([true, false])('can stand at the last step, which runs or not: %s', async (holds) => {
    const { status, steps } = await run(
      compiledSteps([look, `- { id: p, uses: trial.plain, when: look.size == ${holds ? 2 : 3} }`]),
      answers,
    );
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual(['trial.look', ...(holds ? ['trial.plain'] : [])]);
  });

  it('can stand at a group, and end the workflow before another', async () => {
    const { status, steps } = await run(
      compiledSteps([
        look,
        '- { id: both, when: look.size == 3, parallel: [[{ id: l, uses: trial.left }]] }',
        '- { id: each, when: look.size == 2, forEach: look.parts, steps: [{ id: p, uses: trial.plain }] }',
        '- { id: stop, when: look.colour == red, end: true }',
        '- { id: r, uses: trial.right }',
      ]),
      answers,
    );
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual(['trial.look', 'trial.plain', 'trial.plain', 'trial.plain']);
  });
});
