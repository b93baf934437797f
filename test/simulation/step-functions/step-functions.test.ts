import { Failure } from '../../../federation/failures';
import { SimulationError } from '../../../simulation/errors';
import { roleSession } from '../../../simulation/iam';
import { Scheduler, everybodyWaits } from '../../../simulation/scheduler';
import { S3 } from '../../../simulation/s3';
import { StepFunctions } from '../../../simulation/step-functions';
import { codeOf, addRole, bareCloud, factory } from '../support';

const region = 'eu-west-1';
const functionArn = `arn:aws:lambda:${region}:${factory}:function:steps`;
const machineArn = `arn:aws:states:${region}:${factory}:stateMachine:machine`;
const task = (step: string, rest: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: functionArn, Payload: { step, 'name.$': '$$.Execution.Name', 'input.$': '$' } },
  ResultSelector: { 'value.$': '$.Payload' },
  ResultPath: `$.${step}`,
  TimeoutSeconds: 60,
  ...rest,
});
const throttled = {
  ErrorEquals: ['Throttled'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 3,
  MaxDelaySeconds: 5,
  JitterStrategy: 'FULL',
};

type Work = (step: string, attempt: number) => unknown;

const setUp = (definition: object, work: Work = () => 'done') => {
  const bare = bareCloud();
  const { world, cloud, authorizer, eventBridge, clock } = bare;
  const scheduler = new Scheduler(clock);
  const starter = roleSession(
    addRole(
      cloud,
      factory,
      'starter',
      [],
      [
        {
          Effect: 'Allow',
          Action: ['states:StartExecution', 'states:DescribeExecution'],
          Resource: [machineArn, `${machineArn.replace('stateMachine', 'execution')}:*`],
        },
      ],
    ),
    's',
  );
  const roleArn = addRole(
    cloud,
    factory,
    'machine',
    [],
    [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn }],
  );
  cloud.region(factory, region).stateMachines.set('machine', {
    name: 'machine',
    arn: machineArn,
    roleArn,
    definition: JSON.parse(JSON.stringify(definition)) as Record<string, unknown>,
  });
  const attempts = new Map<string, number>();
  const payloads: unknown[] = [];
  const s3 = new S3(world.calls, cloud, authorizer);
  const stepFunctions = new StepFunctions(world, cloud, authorizer, eventBridge, scheduler, s3, (_arn, payload) => {
    payloads.push(payload);
    const { step } = payload as { step: string };
    attempts.set(step, (attempts.get(step) ?? 0) + 1);
    return Promise.resolve().then(() => work(step, attempts.get(step)!));
  });
  const start = (name = 'one', input: object = { event: 'e' }) =>
    stepFunctions.startExecution(starter, machineArn, name, input);
  const play = async () => {
    const began = clock.now().getTime();
    for (;;) {
      await everybodyWaits();
      stepFunctions.check();
      if ((await scheduler.runNext()) || (await scheduler.wakeDue())) continue;
      const next = scheduler.nextWake();
      if (next === undefined) break;
      clock.advanceTo(next);
    }
    return {
      seconds: (clock.now().getTime() - began) / 1000,
      execution: stepFunctions.executions().at(-1)!,
      attempts,
      payloads,
    };
  };
  return { ...bare, start, starter, play, stepFunctions };
};

describe('an execution', () => {
  it('calls the function of each task and keeps what it answers', async () => {
    const { start, play } = setUp(
      { StartAt: 'a', States: { a: task('a', { Next: 'b' }), b: task('b') } },
      (step) => `${step}!`,
    );
    start();
    const { execution, payloads } = await play();
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { event: 'e', a: { value: 'a!' }, b: { value: 'b!' } },
    });
    expect(payloads[0]).toMatchObject({ step: 'a', name: 'one', input: { event: 'e' } });
  });

  it('is told of by its ARN, to whoever may ask', async () => {
    const { start, starter, play, stepFunctions, cloud } = setUp({ StartAt: 'a', States: { a: task('a') } });
    const arn = start();
    expect(stepFunctions.describeExecution(starter, arn)).toMatchObject({ name: 'one', status: 'RUNNING' });
    await play();
    expect(stepFunctions.describeExecution(starter, arn)).toMatchObject({ name: 'one', status: 'SUCCEEDED' });
    expect(stepFunctions.describeExecution(starter, `${arn}-2`)).toBeUndefined();
    const stranger = roleSession(addRole(cloud, factory, 'stranger', [], []), 's');
    expect(codeOf(() => stepFunctions.describeExecution(stranger, arn))).toBe('AccessDenied');
  });

  it.each([
    ['the mean of full jitter', 'FULL', (2 + 4 + 5) / 2],
    ['whole without jitter', 'NONE', 2 + 4 + 5],
  ])('tries again after pauses that grow, %s, on the virtual clock', async (_what, JitterStrategy, paused) => {
    const fail: Work = (_step, attempt) => {
      if (attempt <= 3) throw new Failure('Throttled', 'Too many.');
      return 'done';
    };
    const Retry = [{ ...throttled, JitterStrategy }];
    const { start, play } = setUp({ StartAt: 'a', States: { a: task('a', { Retry, End: true }) } }, fail);
    start();
    const { execution, seconds, attempts } = await play();
    expect(execution.status).toBe('SUCCEEDED');
    expect(attempts.get('a')).toBe(4);
    expect(seconds).toBe(paused);
  });

  it('gives up when the attempts are spent, under the name of the failure', async () => {
    const definition = { StartAt: 'a', States: { a: task('a', { Retry: [throttled], End: true }) } };
    const { start, play } = setUp(definition, () => {
      throw new Failure('Throttled', 'Too many.');
    });
    start();
    const { execution, attempts } = await play();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Throttled' });
    expect(attempts.get('a')).toBe(4);
  });

  it('counts the attempts of each class apart, and anew when the state is entered again', async () => {
    const moved = { ErrorEquals: ['WorldMoved'], Next: 'again' };
    const definition = {
      StartAt: 'a',
      States: {
        a: task('a', {
          Retry: [{ ...throttled, MaxAttempts: 1, IntervalSeconds: 1 }],
          Catch: [{ ...moved, ResultPath: '$.moved' }],
          End: true,
        }),
        again: { Type: 'Wait', Seconds: 10, Next: 'a' },
      },
    };
    const codes = ['Throttled', 'WorldMoved', 'Throttled', 'WorldMoved'] as const;
    const { start, play } = setUp(definition, (_step, attempt) => {
      const code = codes[attempt - 1];
      if (code !== undefined) throw new Failure(code, 'No.');
      return 'done';
    });
    start();
    const { execution, seconds } = await play();
    expect(execution.status).toBe('SUCCEEDED');
    expect(seconds).toBe(0.5 + 10 + 0.5 + 10);
  });

  it('catches a failure by its code and hands on what it says', async () => {
    const definition = {
      StartAt: 'a',
      States: {
        a: task('a', {
          Catch: [{ ErrorEquals: ['AccessDenied'], Next: 'report', ResultPath: '$.failure' }],
          End: true,
        }),
        report: task('report', { Next: 'failed' }),
        failed: { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' },
      },
    };
    const { start, play } = setUp(definition, (step) => {
      if (step === 'a') throw new Failure('AccessDenied', 'Kept out.');
      return 'reported';
    });
    start();
    const { execution, payloads } = await play();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    expect(payloads[1]).toMatchObject({ step: 'report', input: { failure: { Error: 'AccessDenied' } } });
  });

  it('ends when its time is over, however patiently it waits, and nothing runs after that', async () => {
    const definition = {
      TimeoutSeconds: 900,
      StartAt: 'a',
      States: {
        a: task('a', {
          Retry: [{ ErrorEquals: ['WorldMoved'], IntervalSeconds: 60, BackoffRate: 1, MaxAttempts: 1000 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'report' }],
          End: true,
        }),
        report: task('report'),
      },
    };
    const { start, play } = setUp(definition, () => {
      throw new Failure('WorldMoved', 'Again.');
    });
    start();
    const { execution, seconds, attempts } = await play();
    expect(execution.status).toBe('TIMED_OUT');
    expect(seconds).toBe(900);
    expect(attempts.get('a')).toBe(15);
    expect(attempts.has('report')).toBe(false);
  });

  it('plays branches and items', async () => {
    const definition = {
      StartAt: 'both',
      States: {
        both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'l', States: { l: task('l') } },
            { StartAt: 'r', States: { r: task('r') } },
          ],
          ResultPath: '$.both',
          Next: 'each',
        },
        each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: { StartAt: 'i', States: { i: task('i') } },
          ResultPath: '$.each',
          End: true,
        },
      },
    };
    const { start, play } = setUp(definition, (step) => step);
    start('one', { items: [{ n: 1 }, { n: 2 }] });
    const { execution, attempts } = await play();
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        each: [
          { n: 1, i: { value: 'i' } },
          { n: 2, i: { value: 'i' } },
        ],
      },
    });
    expect(attempts.get('i')).toBe(2);
  });

  it('goes on beside others in an order that is always the same', async () => {
    const order = async () => {
      const { start, play } = setUp({ StartAt: 'a', States: { a: task('a', { Next: 'b' }), b: task('b') } });
      start('one');
      start('two');
      return (await play()).payloads.map((payload) =>
        Object.values(payload as object)
          .slice(0, 2)
          .join(),
      );
    };
    const [one, two] = await Promise.all([order(), order()]);
    expect(one).toEqual(two);
    expect([...one].sort()).toEqual(['a,one', 'a,two', 'b,one', 'b,two']);
  });

  it('fails where the role of the state machine may not call the function', async () => {
    const { start, play, cloud } = setUp({ StartAt: 'a', States: { a: task('a') } });
    cloud.iam(factory).role('machine').policies.clear();
    start();
    expect((await play()).execution).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });

  it('says on the default bus that it runs and how it ended, with its input', async () => {
    const { start, play, eventBridge } = setUp({ StartAt: 'a', States: { a: task('a') } });
    start();
    await play();
    const details = eventBridge
      .accepted()
      .map(({ event }) => [event.source, event.detail['status'], event.detail['name'], event.detail['input']]);
    expect(details).toEqual([
      ['aws.states', 'RUNNING', 'one', '{"event":"e"}'],
      ['aws.states', 'SUCCEEDED', 'one', '{"event":"e"}'],
    ]);
  });

  it('that asks for something that is not played stops the whole story', async () => {
    const { start, play } = setUp({
      StartAt: 'a',
      States: {
        a: {
          ...task('a', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'b' }], Next: 'b' }),
          Resource: 'arn:aws:states:::sns:publish',
        },
        b: { Type: 'Succeed' },
      },
    });
    start();
    await expect(play()).rejects.toThrow(SimulationError);
  });
});

describe('the name of an execution', () => {
  const definition = { StartAt: 'a', States: { a: task('a') } };

  it('with the same input means the same execution while it runs', async () => {
    const { start, play, stepFunctions } = setUp(definition);
    expect(start()).toBe(start());
    await play();
    expect(stepFunctions.executions()).toHaveLength(1);
  });

  it('is refused with another input, and for 90 days after the end', async () => {
    const { start, play, clock } = setUp(definition);
    start();
    expect(codeOf(() => start('one', {}))).toBe('ExecutionAlreadyExists');
    await play();
    clock.advance(90 * 24 * 3600);
    expect(codeOf(() => start())).toBe('ExecutionAlreadyExists');
    clock.advance(1);
    start();
    expect((await play()).execution.status).toBe('SUCCEEDED');
  });

  it.each(['', 'with space', 'a'.repeat(81), 'a/b'])('cannot be %j', (name) => {
    expect(codeOf(() => setUp(definition).start(name))).toBe('ValidationError');
  });
});
