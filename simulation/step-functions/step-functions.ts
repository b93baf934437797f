import { AssertionError } from 'node:assert';
import { executionArn } from '../../federation/arn';
import type { Cloud, World } from '../cloud';
import { AwsError, SimulationError } from '../errors';
import { eventTime, type EventBridge } from '../eventbridge';
import { accessDenied } from '../iam/authorizer';
import { roleSession, type Authorizer, type Principal } from '../iam';
import { at, objectOf, overTheWire, textOf } from '../json';
import type { S3 } from '../s3';
import type { Scheduler } from '../scheduler';
import type { DeployedStateMachine } from './deployed-state-machine';
import { playMap } from './distributed-map';
import { run, type Run, type RunResult, type StateHandler } from './interpreter';
import { playable, type Playable, type PlayableMap, type PlayableTask, type PlayableWait } from './playable';
import { Retries } from './retry';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';

/** An execution, as it stands now. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  /** JSON. */
  readonly input: string;
  readonly startedAt: Date;
  readonly status: ExecutionStatus;
  readonly stoppedAt?: Date;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** Calls a function; what it throws carries the error's name as Lambda would report it. */
export type InvokeFunction = (functionArn: string, payload: unknown) => Promise<unknown>;

/** What an execution is played with. */
interface Playing {
  readonly machine: DeployedStateMachine;
  readonly context: {
    readonly Execution: { readonly Id: string; readonly Name: string; readonly RoleArn: string };
    readonly StateMachine: { readonly Id: string; readonly Name: string };
  };
  readonly pauseUntil: (time: number) => Promise<void>;
}

/** A name is refused for so long after its execution ended. */
const nameKeptMilliseconds = 90 * 24 * 3600 * 1000;

/** Step Functions. */
export class StepFunctions {
  readonly #executions = new Map<string, Execution>();
  #problem: Error | undefined;

  constructor(
    private readonly world: World,
    private readonly cloud: Cloud,
    private readonly authorizer: Authorizer,
    private readonly eventBridge: EventBridge,
    private readonly scheduler: Scheduler,
    private readonly s3: S3,
    private readonly invoke: InvokeFunction,
  ) {}

  /**
   * Starts an execution; the same name with the same input while it runs answers the same execution.
   * @throws AwsError `ExecutionAlreadyExists`, `AccessDenied`, `ResourceNotFoundException`, `ValidationError`.
   */
  startExecution(principal: Principal, stateMachineArn: string, name: string, input: unknown): string {
    this.world.calls.count('states', 'StartExecution');
    this.authorizer.require(principal, 'states:StartExecution', stateMachineArn);
    const machine = this.cloud.stateMachine(stateMachineArn);
    if (machine === undefined)
      throw new AwsError('ResourceNotFoundException', `There is no state machine ${stateMachineArn}.`);
    if (!/^[\w-]{1,80}$/.test(name)) throw new AwsError('ValidationError', `${name} is no name for an execution.`);

    const arn = executionArn(stateMachineArn, name);
    const text = JSON.stringify(input);
    const earlier = this.#executions.get(arn);
    if (earlier?.status === 'RUNNING' && earlier.input === text) return arn;
    if (earlier !== undefined && !this.#isForgotten(earlier))
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

    const execution: Execution = {
      arn,
      name,
      stateMachineArn,
      input: text,
      startedAt: this.world.clock.now(),
      status: 'RUNNING',
    };
    this.#put(execution);
    this.#play(machine, execution).catch((error: unknown) => {
      this.#problem ??= error instanceof Error ? error : new AssertionError({ message: String(error) });
    });
    return arn;
  }

  /**
   * The execution of an ARN, as it stands now; undefined where there is none.
   * @throws AwsError `AccessDenied`.
   */
  describeExecution(principal: Principal, executionArn: string): Execution | undefined {
    this.world.calls.count('states', 'DescribeExecution');
    this.authorizer.require(principal, 'states:DescribeExecution', executionArn);
    return this.#executions.get(executionArn);
  }

  /**
   * Says whether something happened that is no failure of a workflow, but of playing it.
   * @throws whatever it was.
   */
  check(): void {
    if (this.#problem !== undefined) throw this.#problem;
  }

  /** Every execution, in the order in which they were started. */
  executions(): readonly Execution[] {
    return [...this.#executions.values()];
  }

  #isForgotten({ stoppedAt }: Execution): boolean {
    return stoppedAt !== undefined && this.world.clock.now().getTime() - stoppedAt.getTime() > nameKeptMilliseconds;
  }

  async #play(machine: DeployedStateMachine, execution: Execution): Promise<void> {
    const { timeoutSeconds } = playable(machine.definition);
    const deadline = timeoutSeconds === undefined ? Infinity : execution.startedAt.getTime() + timeoutSeconds * 1000;
    let timedOut = false;
    const pauseUntil = async (time: number): Promise<void> => {
      await this.scheduler.sleepUntil(new Date(Math.min(time, deadline)));
      if (time < deadline) return;
      timedOut = true;
      player.abort();
      throw new SimulationError('not-at-rest', `The execution ${execution.arn} ran out of time.`);
    };
    const context = {
      Execution: { Id: execution.arn, Name: execution.name, RoleArn: machine.roleArn },
      StateMachine: { Id: machine.arn, Name: machine.name },
    };
    const player = this.#run(playable(machine.definition), JSON.parse(execution.input), {
      machine,
      context,
      pauseUntil,
    });
    const result = await player.result;
    this.#put({ ...execution, stoppedAt: this.world.clock.now(), ...ending(result, timedOut) });
  }

  /** Runs a definition, that of an execution or of an item of one. */
  #run({ definition, tasks, waits, maps }: Playable, input: unknown, playing: Playing): Run {
    const { machine, context, pauseUntil } = playing;
    const handlers: Record<string, StateHandler> = {};
    for (const task of tasks) handlers[task.name] = (given) => this.#task(task, machine, given, pauseUntil);
    for (const wait of waits) handlers[wait.name] = (given) => this.#wait(wait, given, pauseUntil);
    for (const map of maps) handlers[map.name] = (given) => this.#map(map, given, playing);
    return run(definition, input, context, handlers);
  }

  /** Starts an execution for each item of a map; they tell nobody of their ends, as those of Step Functions itself. */
  async #map(map: PlayableMap, input: unknown, playing: Playing): Promise<unknown> {
    const { machine, context } = playing;
    const principal = roleSession(machine.roleArn, machine.name);
    this.authorizer.require(principal, 'states:StartExecution', machine.arn);
    const id = this.world.ids.guid('map run');
    const mapRunArn = `${machine.arn.replace(':stateMachine:', ':mapRun:')}/${map.name}:${id}`;
    try {
      return await playMap(map, input, {
        s3: this.s3,
        principal,
        context,
        mapRunArn,
        nameOf: (index) => `${id}-${index}`,
        play: (given, name) => {
          const child = { ...context, Execution: { ...context.Execution, Name: name } };
          return this.#run(map.iteration, given, { ...playing, context: child }).result;
        },
      });
    } catch (error) {
      if (error instanceof SimulationError) this.#problem ??= error;
      throw error;
    }
  }

  /** Calls the function behind a task, again and again as its retries say. */
  async #task(
    task: PlayableTask,
    machine: DeployedStateMachine,
    input: unknown,
    pauseUntil: (time: number) => Promise<void>,
  ): Promise<unknown> {
    const retries = new Retries(task.retry);
    for (;;) {
      try {
        return await this.scheduler.turn(() => this.#invoke(task, machine, input));
      } catch (error) {
        if (error instanceof SimulationError) this.#problem ??= error;
        const pause = retries.pauseAfter(error instanceof Error ? error.name : 'Error');
        if (pause === undefined) throw error;
        await pauseUntil(this.world.clock.now().getTime() + pause * 1000);
      }
    }
  }

  async #wait(wait: PlayableWait, input: unknown, pauseUntil: (time: number) => Promise<void>): Promise<unknown> {
    const now = this.world.clock.now().getTime();
    await pauseUntil(
      wait.timestamp === undefined ? now + (wait.seconds ?? 0) * 1000 : Math.max(now, Date.parse(wait.timestamp)),
    );
    return input;
  }

  async #invoke(task: PlayableTask, machine: DeployedStateMachine, input: unknown): Promise<unknown> {
    const isIntegration = /^arn:[^:]+:states:::lambda:invoke$/.test(task.resource);
    if (!isIntegration && !task.resource.includes(':lambda:')) {
      throw new SimulationError(
        'not-simulated',
        `The local organization plays no task ${task.resource}; see the state ${task.name}.`,
      );
    }
    const functionArn = isIntegration ? (textOf(at(input, 'FunctionName')) ?? '') : task.resource;
    const principal = roleSession(machine.roleArn, machine.name);
    const decision = this.authorizer.decide(principal, 'lambda:InvokeFunction', functionArn);
    if (decision.decision === 'denied')
      throw accessDenied(principal, 'lambda:InvokeFunction', functionArn, decision.because);
    const payload = await this.invoke(functionArn, isIntegration ? overTheWire(objectOf(input)['Payload']) : input);
    return isIntegration ? { ExecutedVersion: '$LATEST', Payload: payload ?? null, StatusCode: 200 } : payload;
  }

  /** Keeps an execution and tells the account's default bus of its status. */
  #put(execution: Execution): void {
    this.#executions.set(execution.arn, execution);
    const [, , , region = '', account = ''] = execution.arn.split(':');
    const { clock, ids } = this.world;
    this.eventBridge.putServiceEvent({
      version: '0',
      id: ids.guid('event envelope'),
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      account,
      time: eventTime(clock.now()),
      region,
      resources: [execution.arn],
      detail: {
        executionArn: execution.arn,
        stateMachineArn: execution.stateMachineArn,
        name: execution.name,
        status: execution.status,
        startDate: execution.startedAt.getTime(),
        stopDate: execution.stoppedAt?.getTime() ?? null,
        input: execution.input,
        output: execution.output === undefined ? null : JSON.stringify(execution.output),
        error: execution.error ?? null,
        cause: execution.cause ?? null,
      },
    });
  }
}

const ending = (result: RunResult, timedOut: boolean): Partial<Execution> & { readonly status: ExecutionStatus } => {
  if (timedOut || result.kind === 'aborted') return { status: 'TIMED_OUT' };
  return result.kind === 'succeeded'
    ? { status: 'SUCCEEDED', output: result.output }
    : { status: 'FAILED', error: result.error, cause: result.cause };
};
