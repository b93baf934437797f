import { Failure } from '../../../federation/failures';
import { roleSession } from '../../../simulation/iam';
import { S3 } from '../../../simulation/s3';
import { Scheduler, everybodyWaits } from '../../../simulation/scheduler';
import { StepFunctions } from '../../../simulation/step-functions';
import { addRole, bareCloud, factory } from '../support';

const region = 'eu-west-1';
const machineArn = `arn:aws:states:${region}:${factory}:stateMachine:machine`;
const functionArn = `arn:aws:lambda:${region}:${factory}:function:work`;
const allow = (Action: string | string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const rights = [
  allow('lambda:InvokeFunction', functionArn),
  allow('states:StartExecution', machineArn),
  allow('s3:GetObject', 'arn:aws:s3:::bucket/lists/*'),
  allow('s3:PutObject', 'arn:aws:s3:::bucket/results/*'),
];

const definition = (more: object = {}): Record<string, unknown> => ({
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: 'bucket', 'Key.$': '$.list' },
      },
      ItemSelector: { 'run.$': '$$.Execution.Name', 'item.$': '$$.Map.Item.Value' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'work',
        States: {
          work: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: { FunctionName: functionArn, Payload: { 'item.$': '$.item', 'name.$': '$$.Execution.Name' } },
            Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 10, MaxAttempts: 1, BackoffRate: 1 }],
            ResultSelector: { 'value.$': '$.Payload' },
            ResultPath: '$.done',
            End: true,
          },
        },
      },
      MaxConcurrency: 2,
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'bucket', 'Prefix.$': "States.Format('results/{}', $$.Execution.Name)" },
      },
      ResultSelector: { 'key.$': '$.ResultWriterDetails.Key' },
      ResultPath: '$.results',
      End: true,
      ...more,
    },
  },
});

/** A state machine over items in a bucket, and the function behind it. */
const setUp = (work: (item: string, attempt: number) => unknown, more: object = {}, given = rights) => {
  const { world, clock, cloud, authorizer, eventBridge } = bareCloud();
  const scheduler = new Scheduler(clock);
  const starter = roleSession(
    addRole(cloud, factory, 'starter', [], [allow('states:StartExecution', machineArn)]),
    's',
  );
  const roleArn = addRole(cloud, factory, 'machine', [], given);
  const place = cloud.region(factory, region);
  place.stateMachines.set('machine', { name: 'machine', arn: machineArn, roleArn, definition: definition(more) });
  cloud.addBucket(place, 'bucket');
  const { objects } = cloud.bucket('bucket')!;
  objects.set('lists/all.json', JSON.stringify(['a', 'b', 'c', 'd']));
  const attempts = new Map<string, number>();
  const names = new Set<string>();
  const s3 = new S3(world.calls, cloud, authorizer);
  const stepFunctions = new StepFunctions(
    world,
    cloud,
    authorizer,
    eventBridge,
    scheduler,
    s3,
    async (_arn, payload) => {
      const { item, name } = payload as { item: string; name: string };
      names.add(name);
      attempts.set(item, (attempts.get(item) ?? 0) + 1);
      await Promise.resolve();
      return work(item, attempts.get(item)!);
    },
  );
  const play = async () => {
    stepFunctions.startExecution(starter, machineArn, 'one', { list: 'lists/all.json' });
    for (;;) {
      await everybodyWaits();
      stepFunctions.check();
      if ((await scheduler.runNext()) || (await scheduler.wakeDue())) continue;
      const next = scheduler.nextWake();
      if (next === undefined) break;
      clock.advanceTo(next);
    }
    return stepFunctions.executions().at(-1)!;
  };
  const read = (key: string): unknown => JSON.parse(objects.get(key)!);
  return { play, objects, read, attempts, names, eventBridge };
};
const keyOf = (output: unknown): string => (output as { results: { key: string } }).results.key;

describe('a distributed map', () => {
  it('works on each item of the list as an execution of its own, and writes what became of it', async () => {
    const { play, read, names, eventBridge } = setUp((item) => `${item}!`);
    const { status, output } = await play();
    expect(status).toBe('SUCCEEDED');
    const manifest = read(keyOf(output)) as { ResultFiles: { SUCCEEDED: { Key: string }[]; FAILED: unknown[] } };
    expect(keyOf(output)).toMatch(/^results\/one\/.+\/manifest\.json$/);
    expect(manifest.ResultFiles.FAILED).toEqual([]);
    const results = read(manifest.ResultFiles.SUCCEEDED[0]!.Key) as { Input: string; Output: string }[];
    expect(results.map(({ Input: input }) => JSON.parse(input) as unknown)).toEqual(
      ['a', 'b', 'c', 'd'].map((item) => ({ run: 'one', item })),
    );
    expect(JSON.parse(results[3]!.Output)).toMatchObject({ item: 'd', done: { value: 'd!' } });
    expect(names.size).toBe(4);
    // Of the items nobody is told.
    expect(eventBridge.accepted()).toHaveLength(2);
  });

  it('tries an item again at its own pace', async () => {
    const { play, attempts } = setUp((item, attempt) => {
      if (item === 'b' && attempt === 1) throw new Failure('Throttled', 'Too many.');
      return item;
    });
    expect((await play()).status).toBe('SUCCEEDED');
    expect(Object.fromEntries(attempts)).toEqual({ a: 1, b: 2, c: 1, d: 1 });
  });

  const broken = (item: string): unknown => {
    if (item === 'b') throw new Failure('AccessDenied', 'No.');
    return item;
  };

  it('keeps an error with its item where that is tolerated', async () => {
    const { play, read } = setUp(broken, { ToleratedFailurePercentage: 25 });
    const { status, output } = await play();
    expect(status).toBe('SUCCEEDED');
    const { ResultFiles: files } = read(keyOf(output)) as { ResultFiles: { FAILED: { Key: string }[] } };
    expect(read(files.FAILED[0]!.Key)).toMatchObject([{ Status: 'FAILED', Error: 'AccessDenied' }]);
  });

  it('fails beyond what is tolerated, and begins no other item', async () => {
    const { play, attempts } = setUp(broken, { ToleratedFailurePercentage: 24, MaxConcurrency: 1 });
    expect(await play()).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect([...attempts.keys()]).toEqual(['a', 'b']);
  });

  it.each<[string, typeof rights, string]>([
    ['start executions', rights.filter(({ Action }) => Action !== 'states:StartExecution'), 'AccessDenied'],
    ['read its list', rights.filter(({ Action }) => Action !== 's3:GetObject'), 'States.ItemReaderFailed'],
    ['write its results', rights.filter(({ Action }) => Action !== 's3:PutObject'), 'States.ResultWriterFailed'],
  ])('fails where its role may not %s', async (_what, given, error) => {
    expect(await setUp((item) => item, {}, given).play()).toMatchObject({ status: 'FAILED', error });
  });

  it('fails where its list is none', async () => {
    const { play, objects } = setUp((item) => item);
    objects.set('lists/all.json', '{}');
    expect(await play()).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
  });
});
