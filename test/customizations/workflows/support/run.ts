import '../../../../simulation/step-functions/promise-with-resolvers';
import { StateMachine, type StateMachineDefinition as LocalDefinition } from 'aws-local-stepfunctions';
import { isFailureCode, type FailureCode } from '../../../../federation/failures';
import type { CompiledWorkflow, State } from '../../../../customizations/workflows';
import validateRequest from '../../../../schemas/generated/events/step-request.validate';

/** What a step answers, or the failure that it throws; a function is asked with the inputs and the number of the call. */
export type Answer = Readonly<Record<string, unknown>> | FailureCode;
export type Answers = Readonly<Record<string, Answer | ((inputs: Inputs, call: number) => Answer)>>;
type Inputs = Readonly<Record<string, unknown>>;

/** A call of a step, as its function saw it. */
export interface Call {
  readonly step: string;
  readonly functionArn: string;
  readonly inputs: Inputs;
}

/** How an execution ended, and what it called on the way. */
export interface Run {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error?: string;
  readonly cause?: string;
  readonly output?: unknown;
  readonly calls: readonly Call[];
  readonly steps: readonly string[];
}

/** The account that a run is for. */
export const event = {
  trigger: 'role-created',
  account: '444444444444',
  roleName: 'web-deployer',
  id: '00000000-0000-4000-8000-000000000001',
  time: '2026-01-01T00:00:00Z',
};

/** Runs a compiled workflow in aws-local-stepfunctions, with steps that answer as told; nothing waits. */
export const run = async (workflow: CompiledWorkflow, answers: Answers): Promise<Run> => {
  const calls: Call[] = [];
  const handle = (payload: unknown): Promise<unknown> => {
    const { FunctionName: functionArn, Payload: request } = payload as { FunctionName: string; Payload: unknown };
    if (!validateRequest(request)) throw new TypeError(`No step request: ${JSON.stringify(request)}`);
    if (request.execution !== 'execution-1') throw new TypeError('The execution is not named.');
    const { step, inputs } = request;
    const call = calls.filter((earlier) => earlier.step === step).length + 1;
    calls.push({ step, functionArn, inputs });
    const told = answers[step];
    const answer = typeof told === 'function' ? told(inputs, call) : (told ?? {});
    if (typeof answer === 'string' && isFailureCode(answer)) {
      return Promise.reject(Object.assign(new Error(`${answer} happened.`), { name: answer }));
    }
    return Promise.resolve({ Payload: answer, StatusCode: 200 });
  };
  const states = allStates(workflow.definition.States);
  const namesOf = (type: string): readonly string[] => states.filter(([, s]) => s.Type === type).map(([name]) => name);
  const machine = new StateMachine(JSON.parse(JSON.stringify(workflow.definition)) as LocalDefinition, {
    validationOptions: { noValidate: true },
  });
  const execution = machine.run(
    { event },
    {
      context: { Execution: { Name: 'execution-1' } },
      overrides: {
        taskResourceLocalHandlers: toRecord(namesOf('Task'), handle) as never,
        waitTimeOverrides: toRecord(namesOf('Wait'), 0),
        retryIntervalOverrides: toRecord(namesOf('Task'), 0),
      },
    },
  );
  try {
    const output: unknown = await execution.result;
    return { status: 'SUCCEEDED', output, calls, steps: calls.map(({ step }) => step) };
  } catch (thrown) {
    const { name, message } = (thrown as { cause: Error }).cause;
    return { status: 'FAILED', error: name, cause: message, calls, steps: calls.map(({ step }) => step) };
  }
};

/** All states of a definition, those of branches and iterations too. */
export const allStates = (states: Readonly<Record<string, State>>): readonly (readonly [string, State])[] =>
  Object.entries(states).flatMap(([name, state]) => [[name, state] as const, ...nestedIn(state).flatMap(allStates)]);

const nestedIn = (state: State): readonly Readonly<Record<string, State>>[] => {
  const { Branches, ItemProcessor } = state as { Branches?: Nested[]; ItemProcessor?: Nested };
  return [...(Branches ?? []), ...(ItemProcessor === undefined ? [] : [ItemProcessor])].map(({ States }) => States);
};
interface Nested {
  readonly States: Readonly<Record<string, State>>;
}

const toRecord = <T>(names: readonly string[], value: T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, value]));
