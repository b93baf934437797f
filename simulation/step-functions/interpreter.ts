import './promise-with-resolvers';
import {
  ExecutionAbortedError,
  ExecutionError,
  StateMachine,
  type StateMachineDefinition,
} from 'aws-local-stepfunctions';
import { isObject } from '../../federation/trust/json';
import { SimulationError } from '../errors';
import { overTheWire, type JsonObject } from '../json';

type Json = Parameters<StateMachine['run']>[0];

/** What stands behind a task or wait: gets the state's input, answers its result; what it throws is caught by name. */
export type StateHandler = (input: unknown) => Promise<unknown>;

/** How a run ended; an error's name is what Catch and Fail call it. */
export type RunResult =
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string }
  | { readonly kind: 'aborted' };

/** A run, and the way to stop it. */
export interface Run {
  readonly result: Promise<RunResult>;
  readonly abort: () => void;
}

/** Runs a definition with handlers by the names of their states. */
export const run = (
  definition: JsonObject,
  input: unknown,
  context: JsonObject,
  handlers: Readonly<Record<string, StateHandler>>,
): Run => {
  if (!isDefinition(definition))
    throw new SimulationError('template-invalid', 'A state machine definition has StartAt and States.');
  // The definitions were checked when they were compiled; checking again takes longer than playing.
  const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
  const taskResourceLocalHandlers = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (value: Json): Promise<Json> => json(await handler(value)),
    ]),
  );
  const { result, abort } = machine.run(json(input), { context, overrides: { taskResourceLocalHandlers } });
  return { result: result.then((output) => ({ kind: 'succeeded', output }), failed), abort };
};

const failed = (error: unknown): RunResult => {
  if (error instanceof ExecutionAbortedError) return { kind: 'aborted' };
  const cause = error instanceof ExecutionError ? error.cause : error;
  return cause instanceof Error
    ? { kind: 'failed', error: cause.name, cause: cause.message }
    : { kind: 'failed', error: 'States.Runtime', cause: String(cause) };
};

const isDefinition = (value: JsonObject): value is JsonObject & StateMachineDefinition =>
  typeof value['StartAt'] === 'string' && isObject(value['States']);

const json = (value: unknown): Json => {
  const copy = overTheWire(value);
  return isJson(copy) ? copy : null;
};

/** What came over the wire is JSON, unless there was nothing. */
const isJson = (value: unknown): value is Json => value !== undefined;
