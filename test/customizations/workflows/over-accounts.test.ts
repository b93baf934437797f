import { compiledSteps } from './support/compiled';

const over = compiledSteps([
  '- { id: list, uses: trial.list }',
  '- id: each',
  '  forEach: list.accounts',
  '  concurrency: 40',
  '  toleratedFailures: 5%',
  '  steps:',
  '    - { id: move, uses: trial.lock, retry: [lock, concurrent-modification] }',
  '- { id: gather, uses: trial.gather }',
]);

describe('forEach over accounts in the bucket', () => {
  const state = over.definition.States['each']!;

  it('reads its items from the bucket, and writes there what became of them', () => {
    expect(state).toMatchObject({
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:${Partition}:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: '${BucketName}', 'Key.$': '$.steps.list.outputs.accounts' },
      },
      ResultWriter: {
        Resource: 'arn:${Partition}:states:::s3:putObject',
        Parameters: {
          Bucket: '${BucketName}',
          'Prefix.$': "States.Format('runs/results/{}/each', $$.Execution.Name)",
        },
      },
      MaxConcurrency: 40,
      ToleratedFailurePercentage: 5,
      ResultPath: '$.steps.each',
      Next: 'gather',
    });
  });

  it('makes each account an execution whose event is about it, and which knows the name of the run', () => {
    expect(state).toMatchObject({
      ItemSelector: {
        'execution.$': '$$.Execution.Name',
        event: { trigger: 'account-due', 'account.$': '$$.Map.Item.Value.account', 'id.$': '$.event.id' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'move',
        States: { move: { Parameters: { Payload: { 'execution.$': '$.execution', 'event.$': '$.event' } } } },
      },
    });
  });

  it('offers where the results are', () => {
    expect(over.definition.States['gather']).toMatchObject({
      Parameters: { Payload: { inputs: { 'results.$': '$.steps.each.outputs.results' } } },
    });
  });

  it('retries several classes, each at its own pace', () => {
    const { move } = (state['ItemProcessor'] as { States: Record<string, { Retry: { ErrorEquals: string[] }[] }> })
      .States;
    expect(move!.Retry.map(({ ErrorEquals: [first] }) => first)).toEqual([
      'Locked',
      'ConcurrentModification',
      'Throttled',
      expect.stringMatching(/^Lambda\./),
    ]);
  });

  it('tolerates no failure, and works on ten at a time, unless it says so', () => {
    const plain = compiledSteps([
      '- { id: list, uses: trial.list }',
      '- { id: each, forEach: list.accounts, steps: [{ id: p, uses: trial.plain }] }',
    ]);
    expect(plain.definition.States['each']).toMatchObject({ MaxConcurrency: 10, ToleratedFailurePercentage: 0 });
  });
});

it('gives a step as long as its contract says', () => {
  const { States } = compiledSteps(['- { id: slow, uses: trial.slow }', '- { id: p, uses: trial.plain }']).definition;
  expect([States['slow']!['TimeoutSeconds'], States['p']!['TimeoutSeconds']]).toEqual([300, 60]);
});
